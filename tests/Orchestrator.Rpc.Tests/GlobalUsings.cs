global using Microsoft.VisualStudio.TestTools.UnitTesting;
global using Orchestrator.Terminals;
