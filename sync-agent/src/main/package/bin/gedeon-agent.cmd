@echo off
rem gedeon-agent: starts the agent with the Java beside it (runtime\), or with one of this computer, 17 or newer.
setlocal
set "BASE=%~dp0.."
if exist "%BASE%\runtime\bin\java.exe" (
  set "JAVA=%BASE%\runtime\bin\java.exe"
) else if defined JAVA_HOME (
  set "JAVA=%JAVA_HOME%\bin\java.exe"
) else (
  set "JAVA=java.exe"
)
"%JAVA%" "@%BASE%\conf\jvm.options" "-Dgedeon.agent.launcher=%~f0" -cp "%BASE%\lib\*" gedeon.sync.program.AgentProgram %*
exit /b %ERRORLEVEL%
