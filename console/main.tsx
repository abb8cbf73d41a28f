import { render } from 'preact';
import { App } from './app.tsx';
import { identity } from './state/identity.ts';
import './styles/console.css';

render(<App />, document.getElementById('app')!);
void identity.start();
