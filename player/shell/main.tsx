import { render } from 'preact';
import { App } from './app.tsx';
import { createClient } from './client.ts';
import { Player } from './player.ts';
import { rememberedToken, rememberToken, takeLaunchToken } from './tokens.ts';
import '../../ui/base.css';
import './layout.css';
import './contents.css';

const { session, launchToken } = takeLaunchToken();

const player = new Player({
  client: createClient(session),
  remember: (token) => rememberToken(session, token),
  deviceNowMs: Date.now,
  pause: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
      addEventListener('online', () => resolve(), { once: true });
    }),
});

render(<App player={player} />, document.getElementById('app')!);
void player.open([launchToken, rememberedToken(session)].filter((token) => token !== undefined));
