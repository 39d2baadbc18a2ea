// What the managed identity of API Management may do: read the key of the answer cache, send to the event hub. No more.
param apiManagementName string
param keyVaultName string
param eventHubNamespaceName string
param eventHubName string

var keyVaultSecretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
var eventHubsDataSender = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '2b629674-e913-4c01-ae53-ef4638d8f975')

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apiManagementName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: keyVaultName
}

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: eventHubNamespaceName
}

resource hub 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' existing = {
  parent: namespace
  name: eventHubName
}

resource readKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, service.id, keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: keyVaultSecretsUser
    principalId: service.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource sendLog 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(hub.id, service.id, eventHubsDataSender)
  scope: hub
  properties: {
    roleDefinitionId: eventHubsDataSender
    principalId: service.identity.principalId
    principalType: 'ServicePrincipal'
  }
}
