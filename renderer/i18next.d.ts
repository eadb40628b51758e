import 'i18next';
import type administration from './locales/en/administration.json';
import type backup from './locales/en/backup.json';
import type bundles from './locales/en/bundles.json';
import type cases from './locales/en/cases.json';
import type checks from './locales/en/checks.json';
import type common from './locales/en/common.json';
import type desk from './locales/en/desk.json';
import type errors from './locales/en/errors.json';
import type help from './locales/en/help.json';
import type messages from './locales/en/messages.json';
import type objects from './locales/en/objects.json';
import type outbox from './locales/en/outbox.json';
import type palette from './locales/en/palette.json';
import type persons from './locales/en/persons.json';
import type session from './locales/en/session.json';
import type settings from './locales/en/settings.json';
import type status from './locales/en/status.json';
import type ui from './locales/en/ui.json';
import type vocabulary from './locales/en/vocabulary.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      administration: typeof administration;
      backup: typeof backup;
      bundles: typeof bundles;
      cases: typeof cases;
      checks: typeof checks;
      common: typeof common;
      desk: typeof desk;
      errors: typeof errors;
      help: typeof help;
      messages: typeof messages;
      objects: typeof objects;
      outbox: typeof outbox;
      palette: typeof palette;
      persons: typeof persons;
      session: typeof session;
      settings: typeof settings;
      status: typeof status;
      ui: typeof ui;
      vocabulary: typeof vocabulary;
    };
  }
}
