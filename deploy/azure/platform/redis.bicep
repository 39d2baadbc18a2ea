// Redis that the gateways share: limits, cached answers.
param name string
param location string
param size string
param principalId string

resource cluster 'Microsoft.Cache/redisEnterprise@2025-04-01' = {
  name: '${name}-redis'
  location: location
  sku: { name: size == 'large' ? 'Balanced_B5' : 'Balanced_B0' }
  properties: { minimumTlsVersion: '1.2', highAvailability: size == 'large' ? 'Enabled' : 'Disabled', publicNetworkAccess: 'Disabled' }
}

// There are no keys: Footnote sends tokens of its identity.
resource database 'Microsoft.Cache/redisEnterprise/databases@2025-04-01' = {
  parent: cluster
  name: 'default'
  properties: { clientProtocol: 'Encrypted', clusteringPolicy: 'EnterpriseCluster', evictionPolicy: 'VolatileTTL', accessKeysAuthentication: 'Disabled' }
}

resource footnote 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-04-01' = {
  parent: database
  name: 'footnote'
  properties: { accessPolicyName: 'default', user: { objectId: principalId } }
}

output id string = cluster.id
output url string = 'rediss://${cluster.properties.hostName}:10000'
