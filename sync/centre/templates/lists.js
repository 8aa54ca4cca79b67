// Three lists as the station's QR code tells them: {jobs: [[id, title, pay, place]], policies and courses: [[id, title,
// note]], on: day}.

var MOST = 60;

function isLine(line, parts) {
  return Array.isArray(line) && line.length === parts && typeof line[0] === 'string' && ID.test(line[0]) &&
    isText(line[1], 1, 80) &&
    line.slice(2).every(function (words) { return isText(words, 0, 200); });
}

function isList(list, parts) {
  return list === undefined || Array.isArray(list) && list.length <= MOST &&
    list.every(function (line) { return isLine(line, parts); });
}

function put(name, list, linked) {
  var place = byId(name);
  place.textContent = '';
  list.forEach(function (line) {
    var item = document.createElement('li');
    var block = item.appendChild(document.createElement(linked ? 'a' : 'div'));
    if (linked) block.href = '/j/' + encodeURIComponent(line[0]);
    block.appendChild(document.createElement('strong')).textContent = line[1];
    line.slice(2).forEach(function (words) {
      if (words) block.appendChild(document.createElement('span')).textContent = words;
    });
    place.appendChild(item);
  });
  document.querySelector('[data-none="' + name + '"]').hidden = list.length > 0;
}

function start() {
  var lists = told(6144);
  if (lists === undefined) {
    show('nothing');
    return;
  }
  if (!lists || !isDay(lists.on) || !isList(lists.jobs, 4) || !isList(lists.policies, 3) || !isList(lists.courses, 3)) {
    show('broken');
    return;
  }
  byId('on').textContent = lists.on;
  put('jobs', lists.jobs || [], true);
  put('policies', lists.policies || [], false);
  put('courses', lists.courses || [], false);
  show('told');
}

addEventListener('hashchange', start);
start();
