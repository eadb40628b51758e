import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { shell } from '../../bridge.ts';
import { Code } from '../../ui/code.tsx';
import classes from './settings.module.css';
import { SettingsSection } from './settings-section.tsx';

/** Which version this is: what support asks first. */
export function About() {
  const { t } = useTranslation(['settings', 'common']);
  const { data: info } = useQuery({ queryKey: ['app.info'], queryFn: () => shell('app.info', {}) });
  return (
    <SettingsSection title={t('settings:about.title')}>
      <dl className={classes.facts}>
        <dt>{t('common:appName')}</dt>
        <dd>
          <Code>{info?.version ?? ''}</Code>
        </dd>
        <dt>{t('settings:about.electron')}</dt>
        <dd>
          <Code>{info?.electron ?? ''}</Code>
        </dd>
        <dt>{t('settings:about.chromium')}</dt>
        <dd>
          <Code>{info?.chrome ?? ''}</Code>
        </dd>
        <dt>{t('settings:about.platform')}</dt>
        <dd>
          <Code>{info?.platform ?? ''}</Code>
        </dd>
        <dt>{t('settings:about.licence')}</dt>
        <dd>
          <Code>Apache-2.0</Code>
        </dd>
      </dl>
    </SettingsSection>
  );
}
