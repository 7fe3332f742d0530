import asyncHooks from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Loaded before tap, which follows every promise to tell to which test an uncaught error belongs: a third of the time of
 * a test that talks to a database. Without it such an error ends its file, as `tests/support/uncaught.test.ts` sees to.
 */
asyncHooks.createHook = () => ({ enable() { return this }, disable() { return this } })
syncBuiltinESMExports()
