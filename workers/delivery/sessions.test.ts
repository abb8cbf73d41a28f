import { describe, expect, it } from 'vitest';
import { launch, launchToken, open, playing, progressDouble, putPackage, until } from './testing/support.ts';

describe('play', () => {
  it('smoke', async () => {
    const pkg = await putPackage('demo');
    const { response, made } = await open(pkg.id);
    expect(response.status).toBe(201);
    const launched = await launch(made.id, launchToken(made.launchUrl));
    expect(launched.view.state).toBe('created');
    const { player, started, made: m2 } = await playing(pkg.id);
    expect(started.delivery?.href).toBe('/one/index.html');
    const sent = await player.send(player.wholeSco('one', 'completed'));
    expect(await sent.json()).toMatchObject({ acked: 4 });
    await until(
      () => progressDouble.seen(m2.registration),
      ({ statements }) => statements.length > 3,
    );
  });
});
