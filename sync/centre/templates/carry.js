// Hands in the sealed envelope of a receipt: #7K3M92.<base32 of the envelope>. The centre takes it once, whoever brings it.

var SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
var ENVELOPE_MAX = 16384;
var WAIT_MS = 30000;
var sending = null;

// Return the receipt number of an envelope's id (docs/protocol.md 12.6).
function numberOf(id) {
  var digits = id.slice(0, 16).split('').map(function (digit) { return parseInt(digit, 16); });
  var number = '';
  for (var sign = 0; sign < 6; sign++) {
    var rest = 0;
    for (var i = 0; i < digits.length; i++) {
      var value = rest * 16 + digits[i];
      digits[i] = Math.floor(value / 30);
      rest = value % 30;
    }
    number += SIGNS.charAt(rest);
  }
  return number.slice(0, 4) + '-' + number.slice(4);
}

function base64Of(bytes) {
  var text = '';
  for (var i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]);
  return btoa(text);
}

function showNumber(number) {
  byId('number').querySelector('span').textContent = number;
  byId('number').hidden = !number;
}

function go(state) {
  show(state);
  byId('again').hidden = state !== 'later';
  byId('receipt').hidden = state !== 'sent';
}

// Return what the centre's answer says: sent (with the number it has it under), refused, or later.
function outcome(request) {
  if (request.status === 400 || request.status === 403 || request.status === 413) return { state: 'refused' };
  if (request.status !== 200) return { state: 'later' };
  try {
    var answer = JSON.parse(request.responseText);
    var receipts = answer.receipts || [], refusals = answer.refusals || [];
    if (receipts.length === 1 && /^[0-9a-f]{64}$/.test(receipts[0].envelope)) {
      return { state: 'sent', number: numberOf(receipts[0].envelope) };
    }
    var forGood = refusals.some(function (one) { return !/try again later/.test(one.reason); });
    return { state: forGood ? 'refused' : 'later' };
  } catch (problem) {
    return { state: 'later' };
  }
}

function send(sealed) {
  var request = new XMLHttpRequest();
  sending = request;
  go('sending');
  request.open('POST', '/v1/envelopes');
  request.timeout = WAIT_MS;
  request.setRequestHeader('Content-Type', 'application/json');
  request.onloadend = function () {
    if (request !== sending) return;
    sending = null;
    var found = outcome(request);
    if (found.state === 'sent') {
      showNumber(found.number);
      byId('receipt').href = '/r/' + found.number;
      history.replaceState(null, '', '/r/' + found.number);
    }
    go(found.state);
  };
  request.send(JSON.stringify({ envelopes: [base64Of(sealed)] }));
}

function start() {
  var parts = location.hash.slice(1).split('.');
  var whole = parts.length === 2 && /^[2-9A-HJKMNP-TV-Z]{6}$/.test(parts[0]);
  var sealed = whole ? bytesOf(parts[1], ENVELOPE_MAX) : null;
  sending = null;
  if (!sealed) {
    showNumber('');
    go('broken');
    return;
  }
  showNumber(parts[0].slice(0, 4) + '-' + parts[0].slice(4));
  send(sealed);
}

byId('again').addEventListener('click', start);
addEventListener('hashchange', start);
start();
