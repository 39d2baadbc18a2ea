// What is secret: the key between roles, and the keys of the gateway. Container Apps reads them by reference.
param name string
param location string
param principalId string
param administratorsGroupId string
@secure()
param internalSecret string
@secure()
@description('The key files of a gateway by name (docs/deployment.md).')
param keys object

var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
var secretsOfficer = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7')

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${name}-vault'
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: 'Disabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' }
  }
}

resource internal 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'internal-secret'
  properties: { value: internalSecret }
}

// Keys of sign-ins and cached answers, which all replicas of the gateway share.
resource keyFiles 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = [for key in ['token-signing-key', 'answer-cache-key', 'session-seal-key', 'web-client-secret', 'provider-cookie-key']: {
  parent: vault
  name: key
  properties: { value: keys[key] }
}]

resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, secretsUser)
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: secretsUser }
}

resource administer 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, administratorsGroupId, secretsOfficer)
  properties: { principalId: administratorsGroupId, principalType: 'Group', roleDefinitionId: secretsOfficer }
}

output id string = vault.id
output name string = vault.name
output url string = vault.properties.vaultUri
