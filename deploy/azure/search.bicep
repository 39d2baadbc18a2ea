// Azure AI Search for Footnote's index, and the two roles with which the identity of its processes writes and reads it.
@description('Name of the service; it becomes part of its address.')
param searchName string
param location string = resourceGroup().location
@description('An index is made for each tenant and generation: basic takes 15, standard 50, standard2 and standard3 200.')
@allowed(['basic', 'standard', 'standard2', 'standard3'])
param sku string = 'basic'
@description('Two replicas answer while one is renewed; three also take writes.')
param replicas int = 2
@description('Object id of the managed identity of the ingestion and retrieval roles.')
param principalId string
@allowed(['disabled', 'free', 'standard'])
param semanticRanker string = 'disabled'
@allowed(['enabled', 'disabled'])
param publicNetworkAccess string = 'enabled'

// Making indexes and aliases, and writing and reading documents.
var roles = ['7ca78c08-252a-4471-8644-bb5ff32d4ba0', '8ebe5a00-799e-43f5-93ac-243d3dce84a7']

resource search 'Microsoft.Search/searchServices@2023-11-01' = {
  name: searchName
  location: location
  sku: {
    name: sku
  }
  properties: {
    replicaCount: replicas
    partitionCount: 1
    disableLocalAuth: true
    publicNetworkAccess: publicNetworkAccess
    semanticSearch: semanticRanker
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in roles: {
  scope: search
  name: guid(search.id, principalId, role)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

output endpoint string = 'https://${searchName}.search.windows.net'
output id string = search.id
