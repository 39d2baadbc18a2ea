// The API as its own description says it, its rules, and the product that holds it.
param apiManagementName string
param backendUrl string
param loggerId string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apiManagementName
}

resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'footnote'
  properties: {
    displayName: 'Footnote'
    path: ''
    protocols: ['https']
    serviceUrl: backendUrl
    format: 'openapi+json'
    value: loadTextContent('../generated/openapi.json')
    // Callers are known by their tokens; a subscription key would say nothing about them.
    subscriptionRequired: false
  }
}

resource rules 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: api
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: loadTextContent('../policies/api.xml')
  }
}

resource ask 'Microsoft.ApiManagement/service/apis/operations@2024-05-01' existing = {
  parent: api
  name: 'ask'
}

resource askRules 'Microsoft.ApiManagement/service/apis/operations/policies@2024-05-01' = {
  parent: ask
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: loadTextContent('../policies/ask.xml')
  }
  dependsOn: [rules]
}

resource product 'Microsoft.ApiManagement/service/products@2024-05-01' = {
  parent: service
  name: 'footnote'
  properties: {
    displayName: 'Footnote'
    description: 'Answers from the documents of your organisation, every sentence with a footnote.'
    state: 'published'
    subscriptionRequired: false
  }
}

resource productApi 'Microsoft.ApiManagement/service/products/apis@2024-05-01' = {
  parent: product
  name: api.name
}

// No bodies in either direction: they hold questions and answers, and reading them would hold up streams.
var withoutBody = {
  headers: []
  body: {
    bytes: 0
  }
}

// Addresses are logged without what stands behind the question mark.
var withoutQuery = union(withoutBody, {
  dataMasking: {
    queryParams: [
      {
        value: '*'
        mode: 'Hide'
      }
    ]
  }
})

resource diagnostics 'Microsoft.ApiManagement/service/apis/diagnostics@2024-05-01' = {
  parent: api
  name: 'azuremonitor'
  properties: {
    loggerId: loggerId
    alwaysLog: 'allErrors'
    logClientIp: false
    verbosity: 'information'
    sampling: {
      samplingType: 'fixed'
      percentage: 100
    }
    frontend: {
      request: withoutQuery
      response: withoutBody
    }
    backend: {
      request: withoutQuery
      response: withoutBody
    }
  }
}
