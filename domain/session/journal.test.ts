import { describe, expect, it } from 'vitest';
import type { JournalEntry } from './contract.ts';
import { admitJournal, JOURNAL_ENTRIES_MAX, LAUNCHES_KEPT, openLaunch, WARNINGS_KEPT } from './index.ts';
import { WRITERS_PER_LAUNCH_MAX } from './limits.ts';
import { at, node, Play } from './session.testing.ts';

const playing = () => new Play([node('a'), node('b')]).go('start');
const fail = (play: Play) => [play.problem?.code, play.problem?.extra?.expected ?? play.problem?.where];

describe('admission', () => {
  it('[JRN-1] known entries are skipped, whatever they say now', () => {
    const play = playing();
    const first = play.entries('a', 'entered', 'init', 'core.lesson_location=1');
    play.send(first);
    const before = play.data;
    play.told();
    expect(play.send(first).told()).toEqual([]);
    expect({ ...play.data, contactAt: '' }).toEqual({ ...before, contactAt: '' });
    const other = { ...first[2], args: ['cmi.core.lesson_location', '9'] } as JournalEntry;
    const next = play.entries('a', 'core.lesson_status=completed');
    play.send([other, ...next]);
    expect(play.data.nodes.a!.runtime!.state.values['core.lesson_location']).toBe('1');
    expect(play.data.nodes.a!.completion).toBe('completed');
  });
  it('[JRN-1] acknowledges what is durable, and what changed', () => {
    const play = playing();
    const entries = play.entries('a', 'entered', 'init');
    const request = { launch: play.launch, writer: play.writer, entries };
    const result = admitJournal(play.data, request, { now: at(9) });
    expect(result).toMatchObject({ ok: true, value: { acked: 2, changed: true, changedNodes: ['a'] } });
    if (!result.ok) return;
    expect(play.data.nodes).toEqual({});
    const again = admitJournal(result.value.data, request, { now: at(10) });
    expect(again).toMatchObject({ ok: true, value: { acked: 2, changed: false, changedNodes: [], statements: [] } });
  });
  it('[JRN-1] a gap is refused and says what is expected', () => {
    const play = playing();
    const [one, two, three] = play.entries('a', 'entered', 'init', 'core.exit=suspend');
    expect(fail(play.send([two!, three!]))).toEqual(['journal_gap', 1]);
    expect(play.problem).toMatchObject({ where: 'entries[0].seq', detail: 'Entry 1 of this writer has not arrived.' });
    expect(fail(play.send([one!]))).toEqual([undefined, undefined]);
    expect(fail(play.send([three!]))).toEqual(['journal_gap', 2]);
    expect(play.send([one!, two!, three!]).data.launches[0]!.writers).toEqual({ 'writer-of-launch-1': 3 });
  });
  it('[JRN-1] each writer has its own numbers', () => {
    const play = playing();
    play.send(play.entries('a', 'entered', 'init'));
    play.writer = 'reloaded-frame';
    play.seq = 0;
    play.send(play.entries('a', 'entered', 'init'));
    expect(play.data.launches[0]!.writers).toEqual({ 'writer-of-launch-1': 2, 'reloaded-frame': 2 });
  });

  const entry = (over: Partial<JournalEntry> = {}): JournalEntry =>
    ({ seq: 1, at: at(5), node: 'a', kind: 'entered', ...over }) as JournalEntry;
  it.each<[string, JournalEntry[], string]>([
    ['sequence numbers from 0', [entry({ seq: 0 })], 'entries[0]'],
    ['a broken sequence number', [entry({ seq: 1.5 })], 'entries[0]'],
    ['a sequence that jumps', [entry(), entry({ seq: 3 })], 'entries[1]'],
    ['a sequence that stands still', [entry(), entry()], 'entries[1]'],
    ['a node that is not there', [entry(), entry({ seq: 2, node: 'z' })], 'entries[1]'],
    ['a time without a zone', [entry({ at: '2026-03-01T10:00:00' })], 'entries[0]'],
    ['a time that is none', [entry({ at: '2026-13-01T10:00:00Z' })], 'entries[0]'],
    ['words for a time', [entry({ at: 'x2026-03-01T10:00:00Z' })], 'entries[0]'],
    ['a time with something behind it', [entry({ at: '2026-03-01T10:00:00Z?' })], 'entries[0]'],
    ['too many', Array.from({ length: JOURNAL_ENTRIES_MAX + 1 }, (_, i) => entry({ seq: i + 1 })), 'entries'],
  ])('[JRN-3] refuses %s', (_, entries, where) => {
    const play = playing();
    const before = play.data;
    expect(fail(play.send(entries))).toEqual(['journal_invalid', where]);
    expect(play.data).toBe(before);
  });
  it('[JRN-3] takes as many as there may be, and any precision of time', () => {
    const play = playing();
    const many = Array.from({ length: JOURNAL_ENTRIES_MAX }, (_, i) =>
      entry({ seq: i + 1, at: '2026-03-01T10:00:00.5Z' }),
    );
    expect(play.send(many).problem).toBeUndefined();
  });
  it('[JRN-3] refuses a writer of another launch, and too many writers', () => {
    const play = playing();
    play.send(play.entries('a', 'entered'));
    play.open('launch-2');
    play.writer = 'writer-of-launch-1';
    expect(fail(play.send(play.entries('a', 'entered')))).toEqual(['journal_invalid', 'writer']);
    const crowd = playing();
    for (let i = 0; i < WRITERS_PER_LAUNCH_MAX; i++) {
      crowd.writer = `writer-${i}`;
      crowd.seq = 0;
      expect(crowd.send(crowd.entries('a', 'entered')).problem).toBeUndefined();
    }
    expect(crowd.calls('init').problem).toBeUndefined();
    crowd.writer = 'one-too-many';
    crowd.seq = 0;
    expect(fail(crowd.send(crowd.entries('a', 'entered')))).toEqual(['journal_invalid', 'writer']);
  });
  it('[JRN-5] a heartbeat renews the lease and nothing else', () => {
    const play = playing();
    const { contactAt, ...rest } = play.data;
    const result = admitJournal(play.data, { launch: play.launch, writer: 'w', entries: [] }, { now: at(99) });
    expect(result).toMatchObject({ ok: true, value: { acked: 0, changed: false, statements: [], events: [] } });
    if (!result.ok) return;
    const { contactAt: renewed, ...same } = result.value.data;
    expect(same).toEqual(rest);
    expect([contactAt, renewed]).toEqual([at(2), at(99)]);
  });
  it('[JRN-6] a call that cannot be replayed is a line of the trace and no stop', () => {
    const play = playing();
    play.send(
      play.entries('a', 'core.exit=suspend', 'entered', 'core.exit=suspend', 'init', 'core.lesson_status=nonsense'),
    );
    play.calls('core.lesson_status=completed');
    expect(play.data.nodes.a!.completion).toBe('completed');
    expect(play.data.warnings).toEqual([
      { at: at(3), node: 'a', text: 'LMSSetValue without a page of this writer.' },
      { at: at(5), node: 'a', text: 'LMSSetValue was refused on replay: 301.' },
      { at: at(7), node: 'a', text: 'LMSSetValue was refused on replay: 405.' },
    ]);
  });
  it('[JRN-6] the page of another writer is not this one', () => {
    const play = playing().enter('init');
    play.writer = 'stray';
    play.seq = 0;
    play.calls('core.lesson_status=completed');
    expect(play.data.nodes.a!.completion).toBe('incomplete');
    expect(play.data.warnings[0]!.text).toBe('LMSSetValue without a page of this writer.');
  });
  it('[JRN-6] calls on a page that was left, or has no runtime, are lines of the trace', () => {
    const play = new Play([node('a'), node('b', { kind: 'asset' })]).go('start').enter('init').go('continue');
    play.send(play.entries('a', 'core.lesson_status=passed'));
    play.enter('init', 'core.lesson_status=passed');
    expect(play.data.warnings.map(({ text }) => text)).toEqual([
      'LMSSetValue without a page of this writer.',
      'LMSInitialize without a page of this writer.',
      'LMSSetValue without a page of this writer.',
    ]);
    expect(play.data.nodes.a!.success).toBe('unknown');
  });
  it('[JRN-6] what other calls carry along says nothing', () => {
    const play = playing().enter('init', 'core.score.raw=5');
    play.told();
    const [commit] = play.entries('a', 'commit');
    play.send([{ ...commit!, args: ['cmi.core.score.raw', '5'] } as JournalEntry]);
    expect(play.told()).toEqual([]);
  });
  it('[JRN-7] starts a session that was never started, at the time of the work', () => {
    const play = new Play([node('a')]);
    play.send(play.entries('a', 'entered', 'init'));
    expect([play.data.state, play.data.startedAt]).toEqual(['active', at(2)]);
    expect(play.told()).toEqual(['initialized .', 'initialized a']);
    expect(play.events.map(({ type }) => type)).toEqual(['delivery.play_session.started.v1']);
    const silent = new Play([node('a')]).send([]);
    expect(silent.data.state).toBe('created');
  });
  it('[JRN-9] what a device says to be earlier than the start was done at the start', () => {
    const play = new Play([node('a', { kind: 'asset' })]).go('start');
    const [entered] = play.entries('a', 'entered');
    play.send([{ ...entered!, at: at(0) }]);
    expect(play.data.nodes.a!.visit).toMatchObject({ enteredAt: play.data.startedAt });
    expect(play.statements.map(({ timestamp }) => timestamp)).toEqual([play.data.startedAt, play.data.startedAt]);
    expect(play.told()).toEqual(['initialized .', 'completed .']);
  });
  it('[JRN-9] what the newest launch does comes after what was done before, and not after its arrival', () => {
    const play = new Play([node('a')]).go('start').enter('init', 'finish');
    const first = play.data.actedAt!;
    play.go({ type: 'exit' }).open('launch-2').go('start');
    const left = play.data.actedAt!;
    expect(Date.parse(left)).toBeGreaterThan(Date.parse(first));
    const [entered, init] = play.entries('a', 'entered', 'init');
    play.send([
      { ...entered!, at: first },
      { ...init!, at: at(9999) },
    ]);
    expect(play.data.nodes.a!.visit).toMatchObject({ enteredAt: left });
    expect(Date.parse(play.data.nodes.a!.visit!.lastAt)).toBeLessThan(Date.parse(at(9999)));
  });
  it('[JRN-9] what an older launch did before the newer one follows its own page only', () => {
    const play = new Play([node('a')]).go('start').enter('init');
    const [call] = play.entries('a', 'core.lesson_location=1');
    const { seq } = play;
    play.open('launch-2').go('start').as('launch-1', seq).send([call!]);
    expect(play.problem).toBeUndefined();
    expect(play.data.nodes.a!.visit!.lastAt).toBe(call!.at);
  });
  it('[JRN-8] the trace keeps the first lines, warnings of the runtime too', () => {
    const play = playing().enter('init', `suspend_data=${'x'.repeat(5000)}`);
    expect(play.data.warnings).toEqual([
      { at: at(5), node: 'a', text: 'cmi.suspend_data: 5000 characters that are not of type string4096.' },
    ]);
    for (let i = 0; i < WARNINGS_KEPT + 5; i++) play.calls('core.lesson_status=nonsense');
    expect(play.data.warnings).toHaveLength(WARNINGS_KEPT);
    expect(play.data.warnings[0]!.text).toContain('suspend_data');
  });
});

describe('takeover', () => {
  it('[JRN-4] what an older launch did is admitted until a newer one writes on the node', () => {
    const play = playing().enter('init', 'core.lesson_location=3');
    play.open('launch-2').go('start');
    const given = play.delivery;
    play.as('launch-1', 3).send(play.entries('a', 'core.lesson_location=4', 'suspend_data=late'));
    expect(play.problem).toBeUndefined();
    expect(play.data.nodes.a!.runtime!.state.values.suspend_data).toBe('late');
    play.as('launch-2', 0).enter('init');
    expect(given!.node).toBe('a');
    expect(play.data.nodes.a!.runtime!.state.values).toMatchObject({ suspend_data: 'late', 'core.entry': 'resume' });
    play.as('launch-1', 5).send(play.entries('a', 'core.lesson_location=5'));
    expect(play.problem?.code).toBe('launch_superseded');
    expect(play.data.nodes.a!.runtime!.state.values['core.lesson_location']).toBe('4');
  });
  it('[JRN-4] what may be admitted before the first that may not, is', () => {
    const play = playing().enter('init');
    const late = play.entries('a', 'core.lesson_status=completed');
    const later = play.entries('b', 'entered', 'init');
    play.open('launch-2').go('start').go({ type: 'choice', node: 'b' }).enter();
    play.as('launch-1', 5);
    const request = { launch: 'launch-1', writer: play.writer, entries: [...late, ...later] };
    // Node a was left by the newer launch: it may no longer be written either.
    expect(admitJournal(play.data, request, { now: at(99) })).toMatchObject({ ok: false });
    const other = playing().enter('init');
    const mine = other.entries('a', 'core.lesson_status=completed');
    const theirs = other.entries('b', 'entered', 'init');
    other.open('launch-2');
    other.send(other.entries('b', 'entered'));
    const result = admitJournal(
      other.data,
      { launch: 'launch-1', writer: 'writer-of-launch-1', entries: [...mine, ...theirs] },
      { now: at(99) },
    );
    expect(result).toMatchObject({ ok: true, value: { acked: 3 } });
    expect(result.ok && result.value.data.nodes.a!.completion).toBe('completed');
    expect(result.ok && result.value.data.contactAt).not.toBe(at(99));
  });
  it('[JRN-4] leaving takes the node over, in the name of the newest launch', () => {
    const play = playing().enter('init').open('launch-2').open('launch-3').go('start').go('exit');
    expect(play.data.nodes.a!.launch).toBe('launch-3');
    play.as('launch-1', 2).send(play.entries('a', 'core.lesson_location=4'));
    expect(play.problem?.code).toBe('launch_superseded');
  });
  it('[JRN-4] an older launch is told by its heartbeat, not by a repetition', () => {
    const play = playing();
    const sent = play.entries('a', 'entered', 'init');
    play.send(sent).open('launch-2').as('launch-1', 2);
    expect(play.send(sent).problem).toBeUndefined();
    expect(play.send([]).problem?.code).toBe('launch_superseded');
    play.launch = 'never-heard-of';
    expect(play.send([]).problem?.code).toBe('launch_superseded');
  });
  it('[JRN-4] work of an older launch may start the session', () => {
    const play = new Play([node('a')]);
    const entries = play.entries('a', 'entered', 'init', 'core.lesson_status=completed');
    play.open('launch-2').as('launch-1', 3).send(entries);
    expect(play.data.state).toBe('completed');
  });
  it('[SES-4] a launch that is forgotten is superseded', () => {
    const play = playing().enter('init');
    for (let i = 2; i <= LAUNCHES_KEPT + 1; i++) play.data = openLaunch(play.data, { launch: `l${i}`, now: at(i) });
    expect(play.data.launches).toHaveLength(LAUNCHES_KEPT);
    expect(play.calls('core.exit=suspend').problem?.code).toBe('launch_superseded');
    // The node's owner is forgotten too, and so is older than all.
    play.open('newest').send(play.entries('a', 'entered'));
    expect(play.problem).toBeUndefined();
  });
});
