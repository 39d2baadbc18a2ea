// The settings that the policies use as {{name}}.
param apiManagementName string
param backendUrl string
param keyVaultName string
param answerCacheSecretName string
param namedValues object

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apiManagementName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: keyVaultName
}

@batchSize(1)
resource settings 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = [
  for setting in items(namedValues): {
    parent: service
    name: setting.key
    properties: {
      displayName: setting.key
      value: setting.value
    }
  }
]

resource backendAddress 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = {
  parent: service
  name: 'footnote-backend-url'
  properties: {
    displayName: 'footnote-backend-url'
    value: backendUrl
  }
}

resource answerCacheKey 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = {
  parent: service
  name: 'footnote-answer-cache-key'
  properties: {
    displayName: 'footnote-answer-cache-key'
    secret: true
    keyVault: {
      secretIdentifier: '${vault.properties.vaultUri}secrets/${answerCacheSecretName}'
    }
  }
}
