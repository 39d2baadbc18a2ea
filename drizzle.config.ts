import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/platform/database/schema.ts',
    './src/platform/database/sign-in-schema.ts',
    './src/platform/database/record-schema.ts',
  ],
  out: './src/platform/database/migrations',
})
