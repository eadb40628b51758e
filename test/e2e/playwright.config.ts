import { defineConfig } from '@playwright/test';

export default defineConfig({
  globalSetup: './global-setup.ts',
  outputDir: '../../out/test-results/playwright',
  reporter: [['list'], ['json']],
  workers: 1,
  forbidOnly: true,
  // A window on a busy machine is sometimes late. What passes only in a fresh world is named above the count, and is to be looked into.
  retries: 1,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  projects: [
    { name: 'e2e', testMatch: '**/*.spec.ts' },
    { name: 'tour', testMatch: '**/*.tour.ts' },
  ],
});
