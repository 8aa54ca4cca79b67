// What a QR code carries after the # of an address. Anybody can have written it: it is measured, checked, and shown
// as text only.

var ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
// Of a posting (up to 32 signs) or an item of content (up to 60).
var ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,59}$/;
// Controls, and signs that turn the direction of writing round.
var NOT_SHOWN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

// Return the bytes behind base32 (RFC 4648, capitals, no padding), or null if it is none or makes more than so many.
function bytesOf(text, most) {
  var size = Math.floor(text.length * 5 / 8);
  if (!text || size > most || [0, 2, 4, 5, 7].indexOf(text.length % 8) < 0) return null;
  var bytes = new Uint8Array(size), held = 0, bits = 0, at = 0;
  for (var i = 0; i < text.length; i++) {
    var value = ALPHABET.indexOf(text.charAt(i));
    if (value < 0) return null;
    held = (held << 5 | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >> bits & 0xff;
    }
  }
  return held & (1 << bits) - 1 ? null : bytes;
}

// Return what the fragment says as an object, null if it is none, undefined if there is no fragment.
function told(most) {
  if (location.hash.length < 2) return undefined;
  var bytes = bytesOf(location.hash.slice(1), most);
  if (!bytes) return null;
  try {
    var said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return said && typeof said === 'object' && !Array.isArray(said) ? said : null;
  } catch (problem) {
    return null;
  }
}

// Tell whether something is text that can be shown.
function isText(value, least, most) {
  return typeof value === 'string' && value.length >= least && value.length <= most && !NOT_SHOWN.test(value);
}

// Return a text with no more than so many signs; what was longer ends in an ellipsis.
function shortened(text, most) {
  var signs = Array.from(text);
  return signs.length > most ? signs.slice(0, most - 1).join('') + '…' : text;
}

function isDay(value) {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
}

function byId(id) {
  return document.getElementById(id);
}

// Show the parts of the page that belong to one state, and no others.
function show(state) {
  document.querySelectorAll('[data-when]').forEach(function (part) {
    part.hidden = part.getAttribute('data-when') !== state;
  });
}
