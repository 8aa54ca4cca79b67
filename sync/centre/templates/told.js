// A job the centre does not know yet, as the station's QR code tells it: {title, employer, pay, place, phone, until}.

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
  ['title', 'pay', 'employer', 'place', 'until'].forEach(function (name) {
    var part = byId(name), words = job[name] || '';
    part.textContent = words;
    part.hidden = !words;
    if (part.tagName === 'DD') part.previousElementSibling.hidden = !words;
  });
  var phone = job.phone || '', dialled = /^\+?\d[\d -]{5,18}\d$/.test(phone);
  byId('phone').hidden = !dialled;
  byId('phone').href = dialled ? 'tel:' + phone.replace(/[ -]/g, '') : '/';
  byId('phone').querySelector('span').textContent = phone;
  document.title = job.title;
  show('told');
}

addEventListener('hashchange', start);
start();
