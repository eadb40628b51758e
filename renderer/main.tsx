import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './fonts.css';
import './global.css';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.tsx';
import { shell } from './bridge.ts';
import { loadAllLanguages, startI18n } from './i18n.ts';

z.config({ jitless: true }); // the content security policy allows no code made from text

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce);

async function start(): Promise<void> {
  const initial = await shell('settings.get', {});
  await startI18n(initial.settings.language);
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App initial={initial} nonce={nonce} />);
  requestIdleCallback(() => void loadAllLanguages());
}

void start();
