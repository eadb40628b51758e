import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconHelp, IconLock, IconSearch } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './rail.module.css';
import { RailCount } from './rail-count.tsx';
import { useRailCounts } from './use-rail-counts.ts';
import { useSections } from './use-sections.ts';

interface Props {
  readonly onFind: () => void;
  readonly onHelp: () => void;
  readonly onLock: () => void;
}

/** The way between the sections, with what waits in them. */
export function Rail({ onFind, onHelp, onLock }: Props) {
  const { t } = useTranslation('ui');
  const { shown, go } = useSections();
  const counts = useRailCounts();
  const here = useLocation({ select: ({ pathname }) => pathname.split('/')[1] ?? '' });
  return (
    <nav className={classes.rail} aria-label={t('nav.label')}>
      <ul className={classes.list}>
        {shown.map((section) => {
          const Icon = section.icon;
          return (
            <li key={section.name}>
              <Link
                to={section.to}
                className={classes.item}
                aria-current={here === section.name ? 'page' : undefined}
                onClick={(event) => {
                  event.preventDefault();
                  go(section);
                }}
              >
                <span className={classes.icon} aria-hidden="true">
                  <Icon size="1.25rem" stroke={1.6} />
                </span>
                <span className={classes.word}>{t(`nav.${section.name}`)}</span>
                {section.name === 'messages' ? (
                  <RailCount
                    count={counts.unread}
                    label={t('nav.unread', { count: counts.unread })}
                    urgent={counts.unreadUrgent}
                  />
                ) : null}
                {section.name === 'outbox' ? (
                  <RailCount
                    count={counts.waiting}
                    label={t('nav.waiting', { count: counts.waiting })}
                    attention={counts.needsAttention ? t('nav.attention') : null}
                  />
                ) : null}
              </Link>
            </li>
          );
        })}
      </ul>
      <div className={classes.tools}>
        <Tool label={t('nav.find')} onClick={onFind} icon={<IconSearch size="1.125rem" stroke={1.6} />} />
        <Tool label={t('nav.help')} onClick={onHelp} icon={<IconHelp size="1.125rem" stroke={1.6} />} />
        <Tool label={t('nav.lock')} onClick={onLock} icon={<IconLock size="1.125rem" stroke={1.6} />} />
      </div>
    </nav>
  );
}

interface ToolProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}

function Tool({ label, icon, onClick }: ToolProps) {
  return (
    <Tooltip label={label} position="top">
      <UnstyledButton className={classes.tool} aria-label={label} onClick={onClick}>
        {icon}
      </UnstyledButton>
    </Tooltip>
  );
}
