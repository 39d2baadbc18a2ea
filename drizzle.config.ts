import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/platform/database/schema.ts',
    './src/platform/database/sign-in-schema.ts',
    './src/platform/database/record-schema.ts',
    './src/platform/database/prompt-schema.ts',
    './src/platform/database/feedback-schema.ts',
    './src/platform/database/share-schema.ts',
    './src/platform/database/usage-schema.ts',
    './src/platform/database/report-schema.ts',
    './src/platform/database/evaluation-schema.ts',
  ],
  out: './src/platform/database/migrations',
})
