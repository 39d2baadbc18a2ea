// The parts that policies share. identify.xml is written by generate.ts, because it names the tenants.
param apiManagementName string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apiManagementName
}

resource identify 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = {
  parent: service
  name: 'footnote-identify'
  properties: {
    format: 'rawxml'
    value: loadTextContent('../generated/identify.xml')
  }
}

resource limit 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = {
  parent: service
  name: 'footnote-limit'
  properties: {
    format: 'rawxml'
    value: loadTextContent('../policies/limit.xml')
  }
}

resource problem 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = {
  parent: service
  name: 'footnote-problem'
  properties: {
    format: 'rawxml'
    value: loadTextContent('../policies/problem.xml')
  }
}

resource refuse 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = {
  parent: service
  name: 'footnote-refuse'
  properties: {
    format: 'rawxml'
    value: loadTextContent('../policies/refuse.xml')
  }
}

resource record 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = {
  parent: service
  name: 'footnote-record'
  properties: {
    format: 'rawxml'
    value: loadTextContent('../policies/record.xml')
  }
}

resource replyHeaders 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = {
  parent: service
  name: 'footnote-reply-headers'
  properties: {
    format: 'rawxml'
    value: loadTextContent('../policies/reply-headers.xml')
  }
}
