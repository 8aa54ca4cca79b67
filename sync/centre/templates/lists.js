// Three lists as the station's QR code tells them: {jobs: [[id, title, pay, place]], policies and courses: [[id, title,
// note]] or [[id, title, note, figure]], on: day, demo: true if they are invented}. Words that are too long are shortened:
// one of them is no reason to show none.

var MOST = 60;
var TOLD_MAX = 6144;
var TITLE_MAX = 80;
var WORDS_MAX = 200;

function isLine(line, least) {
  return Array.isArray(line) && line.length >= least && line.length <= 4 && typeof line[0] === 'string' &&
    ID.test(line[0]) && isText(line[1], 1, TOLD_MAX) &&
    line.slice(2).every(function (words) { return isText(words, 0, TOLD_MAX); });
}

function isList(list, least) {
  return list === undefined || Array.isArray(list) && list.length <= MOST &&
    list.every(function (line) { return isLine(line, least); });
}

function add(block, kind, words, most) {
  if (words) block.appendChild(document.createElement(kind)).textContent = shortened(words, most);
}

function put(name, list, linked) {
  var place = byId(name);
  place.textContent = '';
  list.forEach(function (line) {
    var item = document.createElement('li');
    var block = item.appendChild(document.createElement(linked ? 'a' : 'div'));
    if (linked) block.href = '/j/' + encodeURIComponent(line[0]);
    add(block, 'strong', line[1], TITLE_MAX);
    if (!linked) add(block, 'b', line[3], WORDS_MAX);
    add(block, 'span', line[2], WORDS_MAX);
    if (linked) add(block, 'span', line[3], WORDS_MAX);
    place.appendChild(item);
  });
  document.querySelector('[data-none="' + name + '"]').hidden = list.length > 0;
}

function start() {
  var lists = told(TOLD_MAX);
  if (lists === undefined) {
    show('nothing');
    return;
  }
  if (!lists || !isDay(lists.on) || !isList(lists.jobs, 4) || !isList(lists.policies, 3) ||
    !isList(lists.courses, 3)) {
    show('broken');
    return;
  }
  if (byId('demo')) byId('demo').hidden = lists.demo !== true;
  byId('on').textContent = lists.on;
  put('jobs', lists.jobs || [], true);
  put('policies', lists.policies || [], false);
  put('courses', lists.courses || [], false);
  show('told');
}

addEventListener('hashchange', start);
start();
