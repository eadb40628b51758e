import { defineConfig } from '@playwright/test';

export default defineConfig({
  globalSetup: './global-setup.ts',
  outputDir: '../../out/test-results/playwright',
  reporter: [['list'], ['json']],
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  projects: [
    { name: 'e2e', testMatch: '**/*.spec.ts' },
    { name: 'tour', testMatch: '**/*.tour.ts' },
  ],
});
