import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { AdministrationPage } from './features/administration/administration-page.tsx';
import { CasesPage } from './features/cases/cases-page.tsx';
import { ChecksPage } from './features/checks/checks-page.tsx';
import { DeskPage } from './features/desk/desk-page.tsx';
import { ComposePage } from './features/messages/compose-page.tsx';
import { MessagesPage } from './features/messages/messages-page.tsx';
import { ObjectsPage } from './features/objects/objects-page.tsx';
import { OutboxPage } from './features/outbox/outbox-page.tsx';
import { SettingsPage } from './features/settings/settings-page.tsx';
import { Frame } from './frame.tsx';

const text = z.string().max(200).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

/** `new`: the form of a new one stands open. */
const casesSearch = z.object({ new: flag });
/** A check that starts from a case, a person, a document or a vehicle. */
const checksSearch = z.object({ new: flag, database: text, caseId: text, subjectKind: text, subjectId: text });
/** Which tab. */
const administrationSearch = z.object({ show: text });
/** What a new message is about. */
const composeSearch = z.object({ caseId: text, inReplyTo: text, personId: text, resend: text });

const root = createRootRoute({ component: Frame });

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/desk' });
  },
});
const desk = createRoute({ getParentRoute: () => root, path: '/desk', component: DeskPage });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage });
const administration = createRoute({
  getParentRoute: () => root,
  path: '/administration',
  component: AdministrationPage,
  validateSearch: administrationSearch,
});

// A list and its details are one page, which stays as it is while another entry is opened.
const cases = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  component: CasesPage,
  validateSearch: casesSearch,
});
const caseList = createRoute({ getParentRoute: () => cases, path: '/' });
const oneCase = createRoute({ getParentRoute: () => cases, path: '$caseId' });
const oneCaseTab = createRoute({ getParentRoute: () => cases, path: '$caseId/$tab' });

const checks = createRoute({
  getParentRoute: () => root,
  path: '/checks',
  component: ChecksPage,
  validateSearch: checksSearch,
});
const checkList = createRoute({ getParentRoute: () => checks, path: '/' });
const oneCheck = createRoute({ getParentRoute: () => checks, path: '$checkId' });

const messages = createRoute({ getParentRoute: () => root, id: 'messages', component: MessagesPage });
const messageList = createRoute({ getParentRoute: () => messages, path: '/messages' });
const conversation = createRoute({ getParentRoute: () => messages, path: '/messages/$conversationId' });
const compose = createRoute({
  getParentRoute: () => root,
  path: '/messages/compose',
  component: ComposePage,
  validateSearch: composeSearch,
});

const outbox = createRoute({ getParentRoute: () => root, path: '/outbox', component: OutboxPage });

const objects = createRoute({ getParentRoute: () => root, path: '/objects', component: ObjectsPage });
const objectList = createRoute({ getParentRoute: () => objects, path: '/' });
const oneObject = createRoute({ getParentRoute: () => objects, path: '$kind/$id' });

/** Left out of what is built for people. */
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/gallery',
  component: import.meta.env.DEV
    ? lazyRouteComponent(() => import('./features/gallery/gallery-page.tsx'), 'GalleryPage')
    : undefined,
});

const routeTree = root.addChildren([
  start,
  desk,
  cases.addChildren([caseList, oneCase, oneCaseTab]),
  checks.addChildren([checkList, oneCheck]),
  messages.addChildren([messageList, conversation]),
  compose,
  outbox,
  objects.addChildren([objectList, oneObject]),
  administration,
  settings,
  gallery,
]);

/** Addresses hold ids only, never anything of a case. */
export const createAppRouter = (history: RouterHistory) =>
  createRouter({ routeTree, history, defaultPendingMs: 150, scrollRestoration: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
