// Keeps the answers of a spot test on the device and hands them in when there is a network. Written for old
// phones (ES5), without libraries; the page works without it as a plain form. See docs/decisions/0012.
(function () {
  var form = document.getElementById('paper');
  if (!form || !window.XMLHttpRequest) return;
  var slot = 'anxun-spot-' + form.getAttribute('data-slot');
  var end = +form.getAttribute('data-end'), opened = Date.now();
  // The server's clock, carried on by the device's.
  var ahead = +form.getAttribute('data-now') - opened;
  var told = document.getElementById('told'), left = document.getElementById('left');
  var inputs = form.querySelectorAll('input[name]'), button = form.querySelector('button');
  var kept = null, sending = false, wanted = false, frozen = false, wait = 4, timer = 0;

  function now() { return Date.now() + ahead; }
  function load() { try { return JSON.parse(localStorage.getItem(slot)); } catch (e) { return null; } }
  function save() { try { localStorage.setItem(slot, JSON.stringify(kept)); } catch (e) { /* the page holds them */ } }
  function say(words) {
    told.className = words ? 'notice' : '';
    told.setAttribute('data-tone', 'warn');
    told.textContent = words;
  }
  function isAnswer(input) { return /^[ctw]\d/.test(input.name); }
  function ticks(input) { return input.type === 'radio' || input.type === 'checkbox'; }

  // The answers as the form would send them, and when they were last changed.
  function read() {
    var pairs = [];
    for (var i = 0; i < inputs.length; i++) {
      if (isAnswer(inputs[i]) && (!ticks(inputs[i]) || inputs[i].checked)) pairs.push([inputs[i].name, inputs[i].value]);
    }
    kept = { pairs: pairs, at: now() };
    save();
  }
  function restore() {
    for (var i = 0; i < inputs.length; i++) {
      if (!isAnswer(inputs[i])) continue;
      if (ticks(inputs[i])) inputs[i].checked = false;
      for (var k = 0; k < kept.pairs.length; k++) {
        if (kept.pairs[k][0] !== inputs[i].name) continue;
        if (!ticks(inputs[i])) inputs[i].value = kept.pairs[k][1];
        else if (kept.pairs[k][1] === inputs[i].value) inputs[i].checked = true;
      }
    }
  }
  function freeze(on) {
    frozen = on;
    for (var i = 0; i < inputs.length; i++) if (isAnswer(inputs[i])) inputs[i].disabled = on;
    if (button) button.disabled = on;
  }

  function body() {
    var parts = ['token=' + encodeURIComponent(form.querySelector('[name=token]').value)];
    if (kept) {
      parts.push('answered_ms=' + Math.round(kept.at));
      for (var i = 0; i < kept.pairs.length; i++) {
        parts.push(encodeURIComponent(kept.pairs[i][0]) + '=' + encodeURIComponent(kept.pairs[i][1]));
      }
    }
    return parts.join('&');
  }
  function again() {
    say('没有网络，答案保存在这部手机上，恢复后自动交卷。请不要关闭本页。');
    clearTimeout(timer);
    timer = setTimeout(send, wait * 1000);
    wait = Math.min(wait * 2, 60);
  }
  function send() {
    if (sending) return;
    sending = true;
    var request = new XMLHttpRequest();
    request.open('POST', form.getAttribute('action'));
    request.timeout = 15000;
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded;charset=UTF-8');
    request.onload = function () {
      sending = false;
      if (request.status >= 500) return again();
      if (request.status === 200) {
        try { localStorage.removeItem(slot); } catch (e) { /* nothing was kept */ }
        window.location.reload();
        return;
      }
      wanted = false;
      freeze(now() >= end);
      var words = '没有交上，请再试一次。';
      try { words = JSON.parse(request.responseText).message || words; } catch (e) { /* no words of the server */ }
      say(words);
    };
    request.onerror = request.ontimeout = function () { sending = false; again(); };
    request.send(body());
  }
  function hand() {
    if (wanted) return;
    wanted = true;
    freeze(true);
    say('正在交卷…');
    send();
  }

  function tick() {
    var seconds = Math.max(0, Math.ceil((end - now()) / 1000));
    left.textContent = Math.floor(seconds / 60) + ':' + ('0' + (seconds % 60)).slice(-2);
    if (seconds === 0 && !frozen) {
      freeze(true);
      if (kept) hand();
      else say('作答时间已到，这部手机上没有保存的答案。');
    }
  }

  kept = load();
  if (kept && kept.pairs) restore(); else kept = null;
  form.addEventListener('change', function () { if (!frozen) read(); });
  form.addEventListener('input', function () { if (!frozen) read(); });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    if (!frozen) read();
    hand();
  });
  window.addEventListener('online', function () { if (wanted) { clearTimeout(timer); send(); } });
  window.addEventListener('beforeunload', function (event) {
    if (wanted && !sending) { event.preventDefault(); event.returnValue = '1'; }
  });
  document.getElementById('keep').textContent =
    '每答一题都保存在这部手机上。没有网络也能答，点“交卷”后恢复网络会自动交上。';
  tick();
  setInterval(tick, 500);
})();
