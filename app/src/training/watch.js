// Goes on in a video where somebody stopped, and reports where it stands and what was played: each 15 seconds, at a
// pause, at the end and when the page is left. Written for old phones (ES5), without libraries. The page works
// without it: then the minutes of the part count. See docs/decisions/0018.
(function () {
  var film = document.getElementById('film'), told = document.getElementById('watched');
  if (!film || !told || !film.played || !window.XMLHttpRequest) return;
  var at = +told.getAttribute('data-at') || 0, done = told.getAttribute('data-done') === 'true';
  var sending = false, last = '';

  function pieces() {
    var out = [];
    for (var i = 0; i < film.played.length; i++) {
      out.push(Math.floor(film.played.start(i) * 1000) + '-' + Math.ceil(film.played.end(i) * 1000));
    }
    return out.join(',');
  }
  function body() {
    return 'training=' + encodeURIComponent(told.getAttribute('data-training')) +
      '&seq=' + encodeURIComponent(told.getAttribute('data-seq')) +
      '&position_ms=' + Math.floor(film.currentTime * 1000) + '&played=' + encodeURIComponent(pieces());
  }
  function show(answer) {
    if (done || answer.percent === null) return;
    told.textContent = answer.enough ? '已看 ' + answer.percent + '%，可以点“我已学完”。'
      : '已看 ' + answer.percent + '%，看到 90% 以上才算学完。';
  }
  function report() {
    var now = body();
    if (sending || now === last) return;
    sending = true;
    var request = new XMLHttpRequest();
    request.open('POST', '/api/lesson/report');
    request.timeout = 10000;
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded;charset=UTF-8');
    request.onload = function () {
      sending = false;
      if (request.status !== 200) return;
      last = now;
      try { show(JSON.parse(request.responseText)); } catch (e) { /* told with the next one */ }
    };
    request.onerror = request.ontimeout = function () { sending = false; };
    request.send(now);
  }
  // A page that is left waits for nobody.
  function leave() {
    var now = body();
    if (!film.played.length || now === last || !navigator.sendBeacon) return;
    navigator.sendBeacon('/api/lesson/report', new Blob([now], { type: 'application/x-www-form-urlencoded' }));
  }
  function resume() {
    var seconds = at / 1000;
    if (seconds >= 5 && (!film.duration || seconds < film.duration - 5)) film.currentTime = seconds;
    var line = document.getElementById('resume');
    if (line) line.textContent = '从上次看到的地方继续。';
  }

  if (film.readyState >= 1) resume(); else film.addEventListener('loadedmetadata', resume);
  film.addEventListener('pause', report);
  film.addEventListener('ended', report);
  setInterval(function () { if (!film.paused) report(); }, 15000);
  document.addEventListener('visibilitychange', function () { if (document.visibilityState === 'hidden') leave(); });
  window.addEventListener('pagehide', leave);
})();
