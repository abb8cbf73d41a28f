/* A lesson in pages: turns them, remembers where the reader is, and is completed by its last one. */
(function () {
  'use strict';

  var pages = Array.prototype.slice.call(document.querySelectorAll('.page'));
  var back = document.getElementById('back');
  var forward = document.getElementById('forward');
  var place = document.getElementById('place');
  var state = window.lms.start();
  var current = Math.min(Math.max(parseInt(state.location, 10) || 1, 1), pages.length) - 1;
  var completed = state.status === 'completed' || state.status === 'passed';

  function show(next, moveFocus) {
    current = next;
    pages.forEach(function (page, i) {
      page.hidden = i !== current;
    });
    back.disabled = current === 0;
    forward.disabled = current === pages.length - 1;
    place.textContent = 'Page ' + (current + 1) + ' of ' + pages.length;
    window.lms.set('cmi.core.lesson_location', current + 1);
    if (current === pages.length - 1 && !completed) {
      completed = true;
      window.lms.set('cmi.core.lesson_status', 'completed');
      place.textContent += ' · lesson complete';
    }
    window.lms.save();
    if (!moveFocus) return;
    window.scrollTo(0, 0);
    pages[current].querySelector('h1, h2').focus({ preventScroll: true });
  }

  document.body.classList.add('paged');
  back.addEventListener('click', function () {
    show(current - 1, true);
  });
  forward.addEventListener('click', function () {
    show(current + 1, true);
  });
  document.addEventListener('keydown', function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'ArrowRight' && !forward.disabled) show(current + 1, true);
    if (event.key === 'ArrowLeft' && !back.disabled) show(current - 1, true);
  });
  show(current, false);
})();
