#Requires -Version 5.1
<#
.SYNOPSIS
  Gives this package a Java of its own (runtime\), with what the agent needs and nothing else. Run once, on Windows, with a JDK 17 or newer; the folder then runs where no Java
  is installed. On Linux: agent-image.sh.
.PARAMETER Jdk
  The JDK's folder; JAVA_HOME without it.
#>
[CmdletBinding()]
param([string] $Jdk = $env:JAVA_HOME)
$ErrorActionPreference = 'Stop'
$base = Split-Path -Parent $PSScriptRoot
$bin = if ($Jdk) { (Join-Path $Jdk 'bin') + '\' } else { '' }

function Invoke-Tool {
  param([string] $Tool, [string[]] $Arguments)
  & $Tool @Arguments
  if ($LASTEXITCODE -ne 0) { throw "$Tool ended with $LASTEXITCODE" }
}

# A module that this Java does not have is part of another by now.
$known = Invoke-Tool "${bin}java.exe" @('--list-modules') | ForEach-Object { ($_ -split '@')[0] }
$modules = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'modules.txt') | Where-Object { $known -contains $_ }

$fresh = Join-Path $base 'runtime.new'
$runtime = Join-Path $base 'runtime'
if (Test-Path -LiteralPath $fresh) { Remove-Item -LiteralPath $fresh -Recurse -Force }
Invoke-Tool "${bin}jlink.exe" @('--add-modules', ($modules -join ','), '--strip-debug', '--no-header-files', '--no-man-pages', '--output', $fresh)
Invoke-Tool (Join-Path $fresh 'bin\java.exe') @('-XX:+UseSerialGC', '-Xshare:dump') | Out-Null
if (Test-Path -LiteralPath $runtime) { Remove-Item -LiteralPath $runtime -Recurse -Force }
Move-Item -LiteralPath $fresh -Destination $runtime
Invoke-Tool (Join-Path $base 'bin\gedeon-agent.cmd') @('--version')
$bytes = (Get-ChildItem -LiteralPath $runtime -Recurse -File | Measure-Object -Property Length -Sum).Sum
Write-Output "runtime: $([math]::Round($bytes / 1MB)) MiB"
