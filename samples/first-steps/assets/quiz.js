/* The check: five questions, each recorded as an interaction; score, status and answers survive a closed tab. */
(function () {
  'use strict';

  var PASS_PERCENT = 60;
  var form = document.getElementById('check');
  var questions = Array.prototype.slice.call(form.querySelectorAll('fieldset'));
  var submit = document.getElementById('submit');
  var again = document.getElementById('again');
  var result = document.getElementById('result');
  var shownAt = Date.now();
  var state = window.lms.start();
  var saved = parse(state.data);

  /* suspend_data: the answers chosen so far, and whether they were handed in. */
  function parse(text) {
    try {
      var value = JSON.parse(text);
      return { answers: value.answers || {}, submitted: value.submitted === true };
    } catch (empty) {
      return { answers: {}, submitted: false };
    }
  }

  function keep() {
    window.lms.set('cmi.suspend_data', JSON.stringify(saved));
    window.lms.save();
  }

  function chosen(question) {
    var input = question.querySelector('input:checked');
    return input === null ? '' : input.value;
  }

  function record(question, answer, correct) {
    var index = window.lms.get('cmi.interactions._count') || '0';
    var prefix = 'cmi.interactions.' + index + '.';
    window.lms.set(prefix + 'id', question.id);
    window.lms.set(prefix + 'type', 'choice');
    window.lms.set(prefix + 'time', window.lms.clock(new Date()));
    window.lms.set(prefix + 'correct_responses.0.pattern', question.dataset.answer);
    window.lms.set(prefix + 'student_response', answer);
    window.lms.set(prefix + 'result', correct ? 'correct' : 'wrong');
    window.lms.set(prefix + 'weighting', '1');
    window.lms.set(prefix + 'latency', window.lms.timespan(Date.now() - shownAt));
  }

  function mark(question, correct) {
    var verdict = question.querySelector('.verdict');
    verdict.hidden = false;
    verdict.className = 'verdict ' + (correct ? 'right' : 'wrong');
    verdict.textContent = (correct ? 'Right. ' : 'Not quite. ') + question.dataset.why;
  }

  /* Marks all questions; true while every one has an answer. */
  function evaluate(recorded) {
    var right = 0;
    questions.forEach(function (question) {
      var answer = chosen(question);
      var correct = answer === question.dataset.answer;
      if (correct) right++;
      if (recorded) record(question, answer, correct);
      mark(question, correct);
    });
    return Math.round((right / questions.length) * 100);
  }

  function conclude(percent) {
    var passed = percent >= PASS_PERCENT;
    result.hidden = false;
    result.querySelector('.figure').textContent = percent + ' of 100';
    result.querySelector('.words').textContent = passed
      ? 'Passed. Your record now says so, and it stays that way when you close this page.'
      : 'Not passed yet: ' + PASS_PERCENT + ' is enough. Look at the notes under your answers and try again.';
    submit.hidden = true;
    again.hidden = passed;
    lock(true);
    return passed;
  }

  function lock(locked) {
    form.querySelectorAll('input').forEach(function (input) {
      input.disabled = locked;
    });
  }

  function firstOpen() {
    return questions.filter(function (question) {
      return chosen(question) === '';
    })[0];
  }

  form.addEventListener('change', function (event) {
    saved.answers[event.target.name] = event.target.value;
    keep();
  });

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    var open = firstOpen();
    var missing = document.getElementById('missing');
    missing.hidden = open === undefined;
    if (open !== undefined) {
      missing.textContent = 'Please answer every question first. One is still open.';
      open.querySelector('input').focus();
      return;
    }
    var percent = evaluate(true);
    window.lms.set('cmi.core.score.min', '0');
    window.lms.set('cmi.core.score.max', '100');
    window.lms.set('cmi.core.score.raw', percent);
    window.lms.set('cmi.core.lesson_status', conclude(percent) ? 'passed' : 'failed');
    saved.submitted = true;
    keep();
    result.focus();
  });

  again.addEventListener('click', function () {
    saved = { answers: {}, submitted: false };
    shownAt = Date.now();
    form.reset();
    lock(false);
    questions.forEach(function (question) {
      question.querySelector('.verdict').hidden = true;
    });
    result.hidden = true;
    again.hidden = true;
    submit.hidden = false;
    keep();
    questions[0].querySelector('input').focus();
  });

  questions.forEach(function (question) {
    var value = saved.answers[question.id];
    var input = value && question.querySelector('input[value="' + value.replace(/[^a-z]/g, '') + '"]');
    if (input) input.checked = true;
  });
  if (saved.submitted && firstOpen() === undefined) conclude(evaluate(false));
})();
