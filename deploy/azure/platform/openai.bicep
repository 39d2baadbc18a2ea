// The models that write answers and make vectors, with the identity of Footnote and nobody else's.
param name string
param location string
param principalId string
param chatModel object
param embeddingModel object

var openAiUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd')

resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' = {
  name: '${name}-openai'
  location: location
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: '${name}-openai'
    disableLocalAuth: true
    publicNetworkAccess: 'Disabled'
    networkAcls: { defaultAction: 'Deny' }
  }
}

// One after the other: Azure refuses two at once.
@batchSize(1)
resource models 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = [for model in [chatModel, embeddingModel]: {
  parent: account
  name: model.name
  sku: { name: 'Standard', capacity: model.capacity }
  properties: { model: { format: 'OpenAI', name: model.name, version: model.version }, versionUpgradeOption: 'NoAutoUpgrade' }
}]

resource use 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, principalId, openAiUser)
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: openAiUser }
}

output id string = account.id
output baseUrl string = '${account.properties.endpoint}openai/v1'
