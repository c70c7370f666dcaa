import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { typography } from './typography.ts';

export default defineConfig(({ mode }) => ({
  plugins: [typography(), svelte()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  // One machine, one WebKit: nothing to gain from older syntax, and under the content policy nothing may be inlined.
  build: { target: 'safari16', assetsInlineLimit: 0, modulePreload: false },
  // Svelte's client build also under jsdom.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'] },
}));
