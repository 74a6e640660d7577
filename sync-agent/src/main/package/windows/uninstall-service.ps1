#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
  Stops the agent and takes its service away. Configuration and journal stay: installed again, it goes on where it was.
#>
$ErrorActionPreference = 'Stop'
$exe = Join-Path $PSScriptRoot 'gedeon-agent.exe'
& $exe stop
& $exe uninstall
exit $LASTEXITCODE
