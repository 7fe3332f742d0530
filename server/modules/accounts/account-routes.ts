import type { Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { confirmationRoutes } from './confirmation-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { organisationRoutes } from './organisation-routes.ts'
import { ownAccountRoutes } from './own-account-routes.ts'
import { passwordRoutes } from './password-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { roleGrantRoutes } from './role-grant-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { signUpRoutes } from './sign-up-routes.ts'

/** Everything about people, their organisations and how they come in. */
export function accountRoutes(web: Web, services: Services): void {
  sessionRoutes(web, services)
  signUpRoutes(web, services)
  confirmationRoutes(web, services)
  passwordRoutes(web, services)
  ownAccountRoutes(web, services)
  organisationRoutes(web, services)
  invitationRoutes(web, services)
  peopleRoutes(web, services)
  roleGrantRoutes(web, services)
}
