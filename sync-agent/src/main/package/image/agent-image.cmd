@echo off
rem As agent-image.ps1, where scripts are not allowed to run by themselves.
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0agent-image.ps1" %*
exit /b %ERRORLEVEL%
