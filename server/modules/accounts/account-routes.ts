import type { Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { confirmationRoutes } from './confirmation-routes.ts'
import { passwordRoutes } from './password-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { signUpRoutes } from './sign-up-routes.ts'

/** Everything about people, their organisations and how they come in. */
export function accountRoutes(web: Web, services: Services): void {
  sessionRoutes(web, services)
  signUpRoutes(web, services)
  confirmationRoutes(web, services)
  passwordRoutes(web, services)
}
