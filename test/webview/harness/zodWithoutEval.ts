import * as z from 'zod';

// The policy of a panel's page forbids the functions that it would compile. To be imported before any schema.
z.config({ jitless: true });
