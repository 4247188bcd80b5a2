// What is issued and to whom: access tokens as RFC 9068 has them, bound to one organisation (claim org).
import Provider, { errors } from 'oidc-provider'

import { refuse } from './sign-in.js'
import { ALGORITHM, SCOPES, named } from './settings.js'
import { storeIn } from './store.js'

const HOUR = 3600
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const SLUG = '[a-z0-9]+(?:-[a-z0-9]+)*'
const ORGANISATION = new RegExp(
  `^(?:icb:[A-Z0-9]{3,5}|la:\\d{3}|school:\\d{6}|(?:pcg|provider):${UUID}|national:(?:dfe|nhse)|evaluator:${SLUG}` +
  `|service:${SLUG})$`
)

export const issuer = async (settings) => {
  const keys = await named(settings.keys)
  const provider = new Provider(settings.issuer, configuration(settings, keys))
  provider.proxy = true // the gateway says which address was asked for
  provider.on('server_error', (_, error) => console.error(error))
  return provider
}

function configuration (settings, keys) {
  const organisations = new Map(settings.people.map(({ name, org }) => [name, org]))
  return {
    adapter: storeIn(settings.folder),
    clients: [dashboard(settings), ...settings.clients.map(program)],
    clientDefaults: {
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: ALGORITHM
    },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    cookies: { keys: [settings.cookie_key] },
    enabledJWA: { idTokenSigningAlgValues: [ALGORITHM] },
    extraClientMetadata: { properties: ['org'], validator: mustBeAnOrganisation },
    extraTokenClaims: (ctx, token) => ({
      org: token.accountId ? organisations.get(token.accountId) : ctx.oidc.client.org
    }),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      registration: { enabled: true, initialAccessToken: settings.registration_token },
      registrationManagement: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: { enabled: true, ...platformAsResource(settings) }
    },
    findAccount: (_, id) => organisations.has(id)
      ? { accountId: id, claims: () => ({ sub: id, org: organisations.get(id) }) }
      : undefined,
    interactions: { url: (_, { uid }) => `${settings.path}/interaction/${uid}` },
    jwks: { keys },
    loadExistingGrant: grantWhatIsAsked,
    renderError: refuse,
    responseTypes: ['code'],
    scopes: ['openid', ...SCOPES],
    ttl: { AccessToken: HOUR, ClientCredentials: HOUR, IdToken: 300, Interaction: 600, Grant: 8 * HOUR, Session: 8 * HOUR }
  }
}

const dashboard = (settings) => ({
  client_id: 'dashboard',
  client_secret: settings.dashboard_secret,
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: [settings.callback],
  scope: 'openid reporting:read'
})

const program = ({ client_id, client_secret, org, scope }) => ({ client_id, client_secret, org, scope })

function mustBeAnOrganisation (_, key, value, metadata) {
  const isProgram = metadata.grant_types?.includes('client_credentials') ?? true
  if (key === 'org' && isProgram && !(typeof value === 'string' && ORGANISATION.test(value))) {
    throw new errors.InvalidClientMetadata('org must name an organisation, such as icb:QWO, la:383 or school:107866')
  }
}

// Every token is for the four services; nobody has to name them.
const platformAsResource = ({ audience }) => {
  const name = `urn:pins:${audience}`
  return {
    defaultResource: () => name,
    useGrantedResource: () => true,
    getResourceServerInfo: (_, indicator) => {
      if (indicator !== name) throw new errors.InvalidTarget()
      return {
        audience,
        scope: SCOPES.join(' '),
        accessTokenFormat: 'jwt',
        accessTokenTTL: HOUR,
        jwt: { sign: { alg: ALGORITHM } }
      }
    }
  }
}

// The dashboard is the platform's own: whoever signs in is not asked again whether it may know who they are.
async function grantWhatIsAsked (ctx) {
  const { client, session, provider, params, resourceServers } = ctx.oidc
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope(params.scope)
  for (const resource of Object.keys(resourceServers)) grant.addResourceScope(resource, params.scope)
  await grant.save()
  return grant
}
