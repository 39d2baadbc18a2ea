// Footnote's gateway role, with certificates checked.
param apiManagementName string
param backendUrl string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apiManagementName
}

resource footnote 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  parent: service
  name: 'footnote'
  properties: {
    description: 'The gateway role of Footnote'
    url: backendUrl
    protocol: 'http'
    tls: {
      validateCertificateChain: true
      validateCertificateName: true
    }
  }
}
