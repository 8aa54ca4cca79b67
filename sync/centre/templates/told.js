// A job the centre does not know yet, as the station's QR code tells it: {title, employer, pay, place, phone, until}.
// Anybody can make such an address, so the telephone number is no link.

function fits(job) {
  return isText(job.title, 1, 80) &&
    ['employer', 'pay', 'place', 'phone'].every(function (name) {
      return job[name] === undefined || isText(job[name], 0, 200);
    }) &&
    (job.until === undefined || isDay(job.until));
}

function start() {
  var job = told(4096);
  if (job === undefined) {
    show('nothing');
    return;
  }
  if (!job || !fits(job)) {
    show('broken');
    return;
  }
  ['title', 'pay', 'employer', 'place', 'until', 'phone'].forEach(function (name) {
    var part = byId(name), words = job[name] || '';
    part.textContent = words;
    part.hidden = !words;
    if (part.tagName === 'DD') part.previousElementSibling.hidden = !words;
  });
  document.title = job.title;
  show('told');
}

addEventListener('hashchange', start);
start();
