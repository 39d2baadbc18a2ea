// Redis that the gateways share: limits, cached answers.
param name string
param location string
param size string

resource cluster 'Microsoft.Cache/redisEnterprise@2025-04-01' = {
  name: '${name}-redis'
  location: location
  sku: { name: size == 'large' ? 'Balanced_B5' : 'Balanced_B0' }
  properties: { minimumTlsVersion: '1.2', highAvailability: size == 'large' ? 'Enabled' : 'Disabled', publicNetworkAccess: 'Disabled' }
}

// Footnote speaks to Redis with a key: it is kept in the vault.
resource database 'Microsoft.Cache/redisEnterprise/databases@2025-04-01' = {
  parent: cluster
  name: 'default'
  properties: { clientProtocol: 'Encrypted', clusteringPolicy: 'EnterpriseCluster', evictionPolicy: 'VolatileTTL', accessKeysAuthentication: 'Enabled' }
}

output id string = cluster.id
#disable-next-line outputs-should-not-contain-secrets
output url string = 'rediss://:${uriComponent(database.listKeys().primaryKey)}@${cluster.properties.hostName}:10000'
