import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHelp } from './features/help/key-help.tsx';
import { Palette } from './features/palette/palette.tsx';
import { ExchangeNotice } from './features/status/exchange-notice.tsx';
import { KeyNotices } from './features/status/key-notices.tsx';
import { OlderCopyNotice } from './features/status/older-copy-notice.tsx';
import { RevokedNotice } from './features/status/revoked-notice.tsx';
import { StatusLine } from './features/status/status-line.tsx';
import { StoreNotices } from './features/status/store-notices.tsx';
import { UnreadNotice } from './features/status/unread-notice.tsx';
import classes from './frame.module.css';
import { Rail } from './ui/frame/rail.tsx';
import { useArrivals } from './ui/frame/use-arrivals.ts';
import { useSectionKeys } from './ui/frame/use-section-keys.ts';
import { useShowPresence } from './ui/frame/use-show-presence.ts';
import { useLock } from './ui/lock-context.ts';
import { useShortcuts } from './ui/shortcuts.ts';

const CONTENT = 'content';

/** What stands around every screen: the rail, the status line, the palette and the help. */
export function Frame() {
  const { t } = useTranslation('ui');
  const lock = useLock();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  useArrivals();
  useSectionKeys();
  useShowPresence();
  useShortcuts(t('keys.everywhere'), [
    { keys: 'mod+k', label: t('nav.find'), run: () => setPaletteOpen(true), always: true },
    { keys: '?', label: t('nav.help'), run: () => setHelpOpen(true) },
    { keys: 'mod+l', label: t('nav.lock'), run: () => void lock(), always: true },
  ]);
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href={`#${CONTENT}`} onClick={focusContent}>
        {t('skipLink')}
      </a>
      <div className={classes.notice}>
        <RevokedNotice />
        <OlderCopyNotice />
        <ExchangeNotice />
        <KeyNotices />
        <UnreadNotice />
      </div>
      <Rail onFind={() => setPaletteOpen(true)} onHelp={() => setHelpOpen(true)} onLock={() => void lock()} />
      <StoreNotices />
      <main id={CONTENT} className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
      <StatusLine />
      <Palette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      <KeyHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

function focusContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById(CONTENT)?.focus();
}
