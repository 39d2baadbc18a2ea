// Footnote behind an API Management instance that exists already: the rules of the embedded gateway, from the same settings.
// Parameters come from generated/parameters.json; see README.md.
targetScope = 'resourceGroup'

@description('The API Management instance in this resource group. Its system-assigned managed identity must be on.')
param apiManagementName string
@description('Address of Footnote\'s gateway role, without a slash at the end.')
param backendUrl string
@description('The Key Vault in this resource group that holds the key of the answer cache.')
param keyVaultName string
@description('Name of the secret with the key of the answer cache: 32 random bytes or more, as base64url.')
param answerCacheSecretName string = 'footnote-answer-cache-key'
@description('The Event Hubs namespace in this resource group that receives the access log.')
param eventHubNamespaceName string
param eventHubName string
@description('The Log Analytics workspace that receives the gateway logs.')
param logAnalyticsWorkspaceId string
@description('Settings that the policies use; written by generate.ts.')
param namedValues object

module identity 'modules/identity.bicep' = {
  name: 'footnote-identity'
  params: {
    apiManagementName: apiManagementName
    keyVaultName: keyVaultName
    eventHubNamespaceName: eventHubNamespaceName
    eventHubName: eventHubName
  }
}

module values 'modules/named-values.bicep' = {
  name: 'footnote-named-values'
  params: {
    apiManagementName: apiManagementName
    backendUrl: backendUrl
    keyVaultName: keyVaultName
    answerCacheSecretName: answerCacheSecretName
    namedValues: namedValues
  }
  dependsOn: [identity]
}

module backend 'modules/backend.bicep' = {
  name: 'footnote-backend'
  params: {
    apiManagementName: apiManagementName
    backendUrl: backendUrl
  }
}

module logging 'modules/logging.bicep' = {
  name: 'footnote-logging'
  params: {
    apiManagementName: apiManagementName
    eventHubNamespaceName: eventHubNamespaceName
    eventHubName: eventHubName
    logAnalyticsWorkspaceId: logAnalyticsWorkspaceId
  }
  dependsOn: [identity]
}

module fragments 'modules/fragments.bicep' = {
  name: 'footnote-fragments'
  params: {
    apiManagementName: apiManagementName
  }
  dependsOn: [values, backend, logging]
}

module api 'modules/api.bicep' = {
  name: 'footnote-api'
  params: {
    apiManagementName: apiManagementName
    backendUrl: backendUrl
    loggerId: logging.outputs.monitorLoggerId
  }
  dependsOn: [fragments]
}
