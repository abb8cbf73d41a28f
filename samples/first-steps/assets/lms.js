/*
 * The conversation of a lesson with the LMS, SCORM 1.2. Everything works without an LMS too: then it is not recorded.
 *   lms.start()            begins, and tells how the learner left off: {status, location, data}
 *   lms.set(element, v)    says something; lms.save() asks for it to be kept now
 *   lms.finish()           ends; safe to call twice
 */
(function () {
  'use strict';

  var MAX_PARENTS = 12;
  var startedAt = Date.now();
  var api = null;
  var running = false;

  function find(from) {
    for (var hops = 0; from && hops < MAX_PARENTS; hops++) {
      try {
        if (from.API) return from.API;
      } catch (otherOrigin) {
        return null;
      }
      if (from === from.parent) return null;
      from = from.parent;
    }
    return null;
  }

  function pad(number) {
    return (number < 10 ? '0' : '') + number;
  }

  /* CMITimespan: HHHH:MM:SS */
  function timespan(milliseconds) {
    var seconds = Math.round(milliseconds / 1000);
    var hours = Math.floor(seconds / 3600);
    return '00' + pad(hours) + ':' + pad(Math.floor(seconds / 60) % 60) + ':' + pad(seconds % 60);
  }

  /* CMITime: HH:MM:SS */
  function clock(date) {
    return pad(date.getHours()) + ':' + pad(date.getMinutes()) + ':' + pad(date.getSeconds());
  }

  function get(element) {
    return running ? String(api.LMSGetValue(element)) : '';
  }

  function set(element, value) {
    return running && String(api.LMSSetValue(element, String(value))) === 'true';
  }

  function save() {
    if (running) api.LMSCommit('');
  }

  function start() {
    api = find(window) || (window.opener ? find(window.opener) : null);
    running = api !== null && String(api.LMSInitialize('')) === 'true';
    var status = get('cmi.core.lesson_status');
    if (status === 'not attempted' || status === '') {
      set('cmi.core.lesson_status', 'incomplete');
      status = 'incomplete';
      save();
    }
    return { status: status, location: get('cmi.core.lesson_location'), data: get('cmi.suspend_data') };
  }

  function finish(exit) {
    if (!running) return;
    set('cmi.core.session_time', timespan(Date.now() - startedAt));
    set('cmi.core.exit', exit === undefined ? 'suspend' : exit);
    save();
    api.LMSFinish('');
    running = false;
  }

  window.addEventListener('pagehide', function () {
    finish();
  });

  window.lms = { start: start, get: get, set: set, save: save, finish: finish, timespan: timespan, clock: clock };
})();
