// All of Footnote in Azure: one resource group, no public way in but API Management and the gateway, no keys where Azure takes an
// identity. The rules of API Management themselves are main.bicep, deployed after this.
targetScope = 'resourceGroup'

@description('First part of all names: 3 to 12 lower-case letters and digits.')
@minLength(3)
@maxLength(12)
param name string
param location string = resourceGroup().location
@description('The image by digest, for example ghcr.io/owner/footnote@sha256:…')
param image string
@description('The image of the OpenTelemetry Collector (contrib).')
param collectorImage string = 'otel/opentelemetry-collector-contrib:0.140.0'
@description('The address under which people reach the gateway, without a slash at the end.')
param publicUrl string
@description('Object id of the Entra group that administers PostgreSQL and the vault.')
param administratorsGroupId string
@description('Entra tenants whose people may sign in, and the client id of the API (docs/connect-entra-id.md).')
param entraTenants string
param entraApiClientId string
@description('Where alerts are sent.')
param alertEmail string
@secure()
@description('Key that signs calls between roles, 32 random bytes or more.')
param internalSecret string
@secure()
@description('The key files of a gateway by name: token-signing-key, answer-cache-key and so on (docs/deployment.md).')
param keys object
@description('Model that writes answers, its version, and thousands of tokens a minute.')
param chatModel object = { name: 'gpt-4o', version: '2024-11-20', capacity: 50 }
param embeddingModel object = { name: 'text-embedding-3-large', version: '1', capacity: 50 }
@allowed(['small', 'large'])
@description('small: one zone and the least that works; large: zones, replicas and room.')
param size string
@description('Replicas of each group of roles.')
param replicas object = { minimum: 2, maximum: 20 }

module network 'platform/network.bicep' = {
  name: 'network'
  params: { name: name, location: location }
}

module identity 'platform/identity.bicep' = {
  name: 'identity'
  params: { name: name, location: location }
}

module monitor 'platform/monitor.bicep' = {
  name: 'monitor'
  params: { name: name, location: location, alertEmail: alertEmail }
}

module vault 'platform/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    name: name
    location: location
    principalId: identity.outputs.principalId
    administratorsGroupId: administratorsGroupId
    internalSecret: internalSecret
    keys: keys
  }
}

module storage 'platform/storage.bicep' = {
  name: 'storage'
  params: { name: name, location: location, size: size, principalId: identity.outputs.principalId }
}

module bus 'platform/service-bus.bicep' = {
  name: 'service-bus'
  params: { name: name, location: location, principalId: identity.outputs.principalId }
}

module database 'platform/postgres.bicep' = {
  name: 'postgres'
  params: {
    name: name
    location: location
    size: size
    administratorsGroupId: administratorsGroupId
    identityName: identity.outputs.name
    principalId: identity.outputs.principalId
    subnetId: network.outputs.databaseSubnetId
    dnsZoneId: network.outputs.databaseZoneId
  }
}

module redis 'platform/redis.bicep' = {
  name: 'redis'
  params: { name: name, location: location, size: size, principalId: identity.outputs.principalId }
}

module search 'search.bicep' = {
  name: 'search'
  params: {
    searchName: '${name}-search'
    location: location
    sku: size == 'large' ? 'standard' : 'basic'
    replicas: size == 'large' ? 3 : 1
    principalId: identity.outputs.principalId
    publicNetworkAccess: 'disabled'
  }
}

module openai 'platform/openai.bicep' = {
  name: 'openai'
  params: {
    name: name
    location: location
    principalId: identity.outputs.principalId
    chatModel: chatModel
    embeddingModel: embeddingModel
  }
}

module endpoints 'platform/private-endpoints.bicep' = {
  name: 'private-endpoints'
  params: {
    name: name
    location: location
    subnetId: network.outputs.endpointSubnetId
    zones: network.outputs.zones
    targets: [
      { part: 'vault', id: vault.outputs.id, group: 'vault' }
      { part: 'blob', id: storage.outputs.id, group: 'blob' }
      { part: 'bus', id: bus.outputs.id, group: 'namespace' }
      { part: 'search', id: search.outputs.id, group: 'searchService' }
      { part: 'openai', id: openai.outputs.id, group: 'account' }
      { part: 'redis', id: redis.outputs.id, group: 'redisEnterprise' }
    ]
  }
}

module apps 'platform/container-apps.bicep' = {
  name: 'container-apps'
  params: {
    name: name
    location: location
    image: image
    collectorImage: collectorImage
    collectorConfig: loadTextContent('../collector/azure-monitor.yml')
    subnetId: network.outputs.appsSubnetId
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    vaultUrl: vault.outputs.url
    databaseUrl: database.outputs.url
    redisUrl: redis.outputs.url
    workspaceName: monitor.outputs.workspaceName
    insightsConnectionString: monitor.outputs.connectionString
    busNamespace: bus.outputs.namespaceName
    replicas: replicas
    settings: {
      FOOTNOTE_PUBLIC_URL: publicUrl
      FOOTNOTE_BLOBS_ACCOUNT_URL: storage.outputs.url
      FOOTNOTE_SERVICE_BUS_NAMESPACE: bus.outputs.address
      FOOTNOTE_SEARCH_ENDPOINT: search.outputs.endpoint
      FOOTNOTE_CHAT_BASE_URL: openai.outputs.baseUrl
      FOOTNOTE_CHAT_MODEL: chatModel.name
      FOOTNOTE_CHAT_CONTEXT_TOKENS: '32000'
      FOOTNOTE_EMBEDDING_BASE_URL: openai.outputs.baseUrl
      FOOTNOTE_EMBEDDING_MODEL: embeddingModel.name
      FOOTNOTE_ENTRA_TENANTS: entraTenants
      FOOTNOTE_ENTRA_API_CLIENT_ID: entraApiClientId
      FOOTNOTE_SAMPLES: 'off'
    }
  }
  dependsOn: [endpoints]
}

module apim 'platform/api-management.bicep' = {
  name: 'api-management'
  params: {
    name: name
    location: location
    size: size
    publisherEmail: alertEmail
    subnetId: network.outputs.apiManagementSubnetId
  }
}

module alerts 'platform/alerts.bicep' = {
  name: 'alerts'
  params: {
    name: name
    location: location
    insightsId: monitor.outputs.insightsId
    actionGroupId: monitor.outputs.actionGroupId
    busId: bus.outputs.id
  }
}

output gatewayUrl string = apps.outputs.gatewayUrl
output apiManagementName string = apim.outputs.name
output keyVaultName string = vault.outputs.name
output logAnalyticsWorkspaceId string = monitor.outputs.workspaceId
