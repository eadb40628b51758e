import { SegmentedControl, Select, Slider, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import { LanguageChoice } from '../../ui/language-choice.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useSettings } from '../../ui/settings-context.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { About } from './about.tsx';
import { ChangePassphrase } from './change-passphrase.tsx';
import { FetchLimit } from './fetch-limit.tsx';
import { Keyring } from './keyring.tsx';
import classes from './settings.module.css';
import { SettingsRow } from './settings-row.tsx';
import { SettingsSection } from './settings-section.tsx';

const IDLE_CHOICES = [1, 2, 3, 5, 10, 15, 30, 60];

/** How this machine shows things to this person; nothing here is secret. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { settings, maxIdleMinutes, update } = useSettings();
  const formats = useFormats();
  const { data: workstation } = useCoreQuery('workstation.info', {});
  return (
    <Screen title={t('title')}>
      <div className={classes.page}>
        <SettingsSection title={t('appearance.title')}>
          <SettingsRow label={t('language')}>
            <LanguageChoice />
          </SettingsRow>
          <SettingsRow label={t('scheme.label')}>
            <SegmentedControl
              size="xs"
              aria-label={t('scheme.label')}
              value={settings.colorScheme}
              onChange={(colorScheme) => update({ colorScheme: colorScheme as typeof settings.colorScheme })}
              data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`scheme.${value}`) }))}
            />
          </SettingsRow>
          <SettingsRow label={t('density.label')}>
            <SegmentedControl
              size="xs"
              aria-label={t('density.label')}
              value={settings.density}
              onChange={(density) => update({ density: density as typeof settings.density })}
              data={(['compact', 'comfortable'] as const).map((value) => ({ value, label: t(`density.${value}`) }))}
            />
          </SettingsRow>
          <SettingsRow label={t('textSize.label')} hint={t('textSize.percent', { percent: settings.textSize })}>
            <Slider
              className={classes.slider}
              min={80}
              max={200}
              step={10}
              value={settings.textSize}
              label={(percent) => t('textSize.percent', { percent })}
              thumbLabel={t('textSize.label')}
              onChange={(textSize) => update({ textSize })}
            />
          </SettingsRow>
        </SettingsSection>
        <SettingsSection title={t('files.title')}>
          <FetchLimit />
        </SettingsSection>
        <SettingsSection title={t('security.title')}>
          <SettingsRow
            label={t('idle.label')}
            hint={t('idle.policy', { limit: formats.span(maxIdleMinutes * 60_000) })}
          >
            <Select
              className={classes.short}
              aria-label={t('idle.label')}
              allowDeselect={false}
              value={String(settings.idleMinutes)}
              onChange={(minutes) => update({ idleMinutes: Number(minutes) })}
              data={IDLE_CHOICES.filter((minutes) => minutes <= maxIdleMinutes).map((minutes) => ({
                value: String(minutes),
                label: formats.span(minutes * 60_000),
              }))}
            />
          </SettingsRow>
          <SettingsRow label={t('hub.label')} hint={t('hub.fixed')}>
            <TextInput
              className={classes.long}
              aria-label={t('hub.label')}
              dir="ltr"
              readOnly
              value={workstation?.hubUrl ?? ''}
            />
          </SettingsRow>
          <ChangePassphrase />
          <Keyring />
        </SettingsSection>
        <About />
      </div>
    </Screen>
  );
}
