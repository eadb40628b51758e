import { DirectionProvider, MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { type ReactNode, useLayoutEffect } from 'react';
import classes from './appearance.module.css';
import { directionOf } from './i18n.ts';
import { cssVariablesResolver, theme } from './theme.ts';
import { useSettings } from './ui/settings-context.ts';

interface Props {
  readonly nonce: string;
  readonly children: ReactNode;
}

/** Colour scheme, text size, density and direction, as the settings say. */
export function Appearance({ nonce, children }: Props) {
  const { settings } = useSettings();
  const system = useColorScheme('light', { getInitialValueInEffect: false });
  const scheme = settings.colorScheme === 'auto' ? system : settings.colorScheme;
  const direction = directionOf(settings.language); // later changes are read from the page's dir attribute
  useLayoutEffect(() => {
    document.documentElement.style.fontSize = `${settings.textSize}%`;
    document.documentElement.dataset.density = settings.density;
  }, [settings.textSize, settings.density]);
  return (
    <DirectionProvider initialDirection={direction}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        forceColorScheme={scheme}
        getStyleNonce={() => nonce}
      >
        <Notifications
          position="bottom-right"
          limit={4}
          zIndex={300}
          containerWidth="22rem"
          className={classes.notifications}
        />
        {children}
      </MantineProvider>
    </DirectionProvider>
  );
}
