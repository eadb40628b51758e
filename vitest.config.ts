import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,integration,property,guard}/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['test/helpers/postgres-run.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
