import { describe } from 'vitest';

/** A group of tests in VS Code, which `SIMCLR_SKIP_WORKBENCH=1` skips. */
export const inVscode = describe.skipIf(process.env['SIMCLR_SKIP_WORKBENCH'] === '1');
