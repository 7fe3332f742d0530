import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { startServing } from './serving.ts'

/** The measured process: a bare Fastify on one port, the application with its demonstration on another. */
const hello = Fastify()
hello.get('/', () => ({ hello: 'world' }))
await hello.listen({ port: 0, host: '127.0.0.1' })

const { app, port } = await startServing()
const [need] = await app.services.needs.inStatus(['published'], { limit: 1 })
process.send?.({ hello: (hello.server.address() as AddressInfo).port, app: port, need: need?.id, resident: process.memoryUsage().rss })
