#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
  Makes the agent a service of Windows, under an account without rights. An administrator runs this once; the agent itself never needs one.
.DESCRIPTION
  Enrol first, as administrator:
    bin\gedeon-agent.cmd enrol --server URL --code CODE --config %ProgramData%\Gedeon\agent\agent.json
  The account NT SERVICE\gedeon-agent needs no password. On the network it is this computer (DOMAIN\COMPUTER$): for data on a share give that computer account the
  right to read, or name a domain account of its own, best a managed one (-Account 'DOMAIN\gedeon$').
  A service sees no mapped drives: sources name a share as \\server\share\folder.
.PARAMETER Data
  The folders to watch on this computer: the account gets the right to read them.
.PARAMETER Account
  Whose rights the agent has. Never an administrator, never LocalSystem.
.PARAMETER WinSW
  WinSW-x64.exe (https://github.com/winsw/winsw, MIT licence), where it does not lie beside this script as gedeon-agent.exe.
#>
[CmdletBinding()]
param(
  [string[]] $Data = @(),
  [string] $Account = 'NT SERVICE\gedeon-agent',
  [System.Security.SecureString] $Password,
  [string] $Config = (Join-Path $env:ProgramData 'Gedeon\agent\agent.json'),
  [string] $WinSW = ''
)
$ErrorActionPreference = 'Stop'
$here = $PSScriptRoot
$base = Split-Path -Parent $here
$exe = Join-Path $here 'gedeon-agent.exe'
$xml = Join-Path $here 'gedeon-agent.xml'

function Invoke-Tool {
  param([string] $Tool, [string[]] $Arguments)
  & $Tool @Arguments
  if ($LASTEXITCODE -ne 0) { throw "$Tool $($Arguments -join ' ') ended with $LASTEXITCODE" }
}

if ($Account -match '^(\.\\|NT AUTHORITY\\)?(LocalSystem|SYSTEM)$') { throw 'LocalSystem may do everything: name an account without rights.' }
if (-not (Test-Path -LiteralPath $Config)) {
  throw "$Config is not there. Enrol first: $base\bin\gedeon-agent.cmd enrol --server URL --code CODE --config `"$Config`""
}
if ($WinSW -ne '') { Copy-Item -LiteralPath $WinSW -Destination $exe -Force }
if (-not (Test-Path -LiteralPath $exe)) { throw "WinSW is not here: get WinSW-x64.exe and name it with -WinSW, or put it here as gedeon-agent.exe" }

# Which Java, and which configuration.
$java = Join-Path $base 'runtime\bin\java.exe'
if (-not (Test-Path -LiteralPath $java)) {
  $java = if ($env:JAVA_HOME) { Join-Path $env:JAVA_HOME 'bin\java.exe' } else { (Get-Command java.exe).Source }
  [xml] $settings = Get-Content -LiteralPath $xml -Raw -Encoding UTF8
  $settings.service.executable = $java
  $settings.Save($xml)
}
[xml] $settings = Get-Content -LiteralPath $xml -Raw -Encoding UTF8
$folder = Split-Path -Parent $Config
$settings.service.arguments = "`"@%BASE%\..\conf\jvm.options`" -cp `"%BASE%\..\lib\*`" gedeon.sync.program.AgentProgram run --config `"$Config`""
$settings.service.workingdirectory = $folder
$settings.service.logpath = (Join-Path $folder 'logs')
$settings.Save($xml)

# The service first: its virtual account exists from then on.
Invoke-Tool $exe @('install')
try {
  Invoke-Tool 'sc.exe' @('sidtype', 'gedeon-agent', 'unrestricted')
  if ($Account -like 'NT SERVICE\*' -or $Account.EndsWith('$')) {
    Invoke-Tool 'sc.exe' @('config', 'gedeon-agent', 'obj=', $Account)
  } else {
    if ($null -eq $Password) { $Password = Read-Host -AsSecureString "Password of $Account" }
    $credential = New-Object System.Management.Automation.PSCredential($Account, $Password)
    $service = Get-CimInstance -ClassName Win32_Service -Filter "Name='gedeon-agent'"
    $answer = Invoke-CimMethod -InputObject $service -MethodName Change -Arguments @{
      StartName = $Account; StartPassword = $credential.GetNetworkCredential().Password
    }
    if ($answer.ReturnValue -ne 0) { throw "Windows does not take that account or password: $($answer.ReturnValue)" }
  }
  Invoke-Tool 'sc.exe' @('config', 'gedeon-agent', 'start=', 'delayed-auto')

  # Restart without end, later each time; also where it ended by itself with a failure.
  Invoke-Tool 'sc.exe' @('failure', 'gedeon-agent', 'reset=', '86400', 'actions=', 'restart/10000/restart/60000/restart/600000')
  Invoke-Tool 'sc.exe' @('failureflag', 'gedeon-agent', '1')

  # Its own folder, with the token in it: nobody else but administrators. The program: read. The data: read, nothing more.
  New-Item -ItemType Directory -Force -Path (Join-Path $folder 'logs') | Out-Null
  Invoke-Tool 'icacls.exe' @($folder, '/inheritance:r', '/grant:r', '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F', "${Account}:(OI)(CI)M")
  Get-ChildItem -LiteralPath $folder -Recurse -Force | ForEach-Object { Invoke-Tool 'icacls.exe' @($_.FullName, '/reset') }
  Invoke-Tool 'icacls.exe' @($base, '/grant', "${Account}:(OI)(CI)RX")
  foreach ($one in $Data) { Invoke-Tool 'icacls.exe' @($one, '/grant', "${Account}:(OI)(CI)RX") }

  Invoke-Tool $exe @('start')
} catch {
  & $exe uninstall
  throw
}
Write-Output "gedeon-agent runs as $Account. How it goes: $base\bin\gedeon-agent.cmd status --config `"$Config`""
