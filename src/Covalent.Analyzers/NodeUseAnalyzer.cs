using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Covalent.Analyzers;

/// <summary>Finds nodes used as values where they have none (COV002 to COV006).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NodeUseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Rules.ReadOutside, Rules.NodeEquality, Rules.NodeText, Rules.NodeCondition, Rules.NodeOperator);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (CovalentSymbols.Of(start.Compilation) is not { } symbols)
            {
                return;
            }
            start.RegisterOperationAction(c => Conversion(c, symbols), OperationKind.Conversion);
            start.RegisterOperationAction(c => ValueProperty(c, symbols), OperationKind.PropertyReference);
            start.RegisterOperationAction(c => Binary(c, symbols), OperationKind.Binary);
            start.RegisterOperationAction(c => Invocation(c, symbols), OperationKind.Invocation);
            start.RegisterOperationAction(c => Text(c, symbols, ((IInterpolationOperation)c.Operation).Expression), OperationKind.Interpolation);
            start.RegisterOperationAction(c => AppendedText(c, symbols), OperationKind.InterpolatedStringAppendFormatted);
        });
    }

    private static void Conversion(OperationAnalysisContext context, CovalentSymbols symbols)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (symbols.ReadsNode(conversion) && !IsInside(context, symbols))
        {
            Read(context, symbols, conversion, conversion.Operand, conversion.OperatorMethod!.ReturnType);
        }
    }

    private static void ValueProperty(OperationAnalysisContext context, CovalentSymbols symbols)
    {
        var property = (IPropertyReferenceOperation)context.Operation;
        if (property is { Property.Name: "Value", Instance: { } node } && symbols.IsTypedNode(property.Property.ContainingType) && !IsInside(context, symbols))
        {
            Read(context, symbols, property, node, property.Type!);
        }
    }

    /// <summary>One place where a value is wanted; what stands around it decides the advice.</summary>
    private static void Read(OperationAnalysisContext context, CovalentSymbols symbols, IOperation read, IOperation node, ITypeSymbol type)
    {
        switch (read.Consumer())
        {
            case IBinaryOperation binary when read is IConversionOperation { IsImplicit: true } && ComparesOrCombinesNodes(binary):
                return; // Reported once, on the whole of it.
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }:
            case IConditionalOperation conditional when conditional.Condition.Written() == read.Written():
            case ILoopOperation:
            case ISwitchOperation or ISwitchExpressionOperation:
                Report(context, Rules.NodeCondition, node.Syntax, node.Text());
                break;
            case IArgumentOperation { Parent: IInvocationOperation call } when !symbols.IsNode(call.TargetMethod.ContainingType):
                Report(context, Rules.ReadOutside, node.Syntax, node.Text(), type.Text(), $"Run the method as a task: Electron(() => {Short(call)}).");
                break;
            default:
                Report(context, Rules.ReadOutside, node.Syntax, node.Text(), type.Text(), Advice(read, type));
                break;
        }
    }

    private static string Advice(IOperation read, ITypeSymbol type) => read.Consumer() switch
    {
        IVariableInitializerOperation => $"Declare the variable as Node<{type.Text()}>, or compute in Electron(() => …) or node.Select(x => …).",
        IReturnOperation => $"Let the function return Node<{type.Text()}>.",
        _ => "Use the node inside Electron(() => …) or node.Select(x => …), or write a sublattice (a method that returns Node<T>).",
    };

    private static void Binary(OperationAnalysisContext context, CovalentSymbols symbols)
    {
        var binary = (IBinaryOperation)context.Operation;
        var left = binary.LeftOperand.Written();
        var right = binary.RightOperand.Written();
        if (binary.OperatorMethod is not null && symbols.IsNode(binary.OperatorMethod.ContainingType) || !(symbols.IsNode(left.Type) || symbols.IsNode(right.Type)))
        {
            return;
        }
        if (binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
        {
            Equality(context, symbols, binary, left, right);
        }
        else if (IsInside(context, symbols))
        {
            return;
        }
        else if (binary is { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String })
        {
            Report(context, Rules.NodeText, (symbols.IsNode(left.Type) ? left : right).Syntax, (symbols.IsNode(left.Type) ? left : right).Text());
        }
        else if (ComparesOrCombinesNodes(binary))
        {
            Report(context, Rules.NodeOperator, binary.Syntax, binary.Text(), left.Type!.Text(), right.Type!.Text(), OperatorAdvice(binary, symbols, left, right));
        }
    }

    private static string OperatorAdvice(IBinaryOperation binary, CovalentSymbols symbols, IOperation left, IOperation right)
    {
        var wanted = binary.LeftOperand.Type!;
        var odd = symbols.IsNode(left.Type) && !SymbolEqualityComparer.Default.Equals(symbols.ValueType(left.Type), wanted) ? left
            : symbols.IsNode(right.Type) && !SymbolEqualityComparer.Default.Equals(symbols.ValueType(right.Type), wanted) ? right
            : null;
        return odd is null
            ? "Write node.Select(x => …) or compute in the method of an electron."
            : $"Convert first: {odd.Text()}.Select(x => ({wanted.Text()})x).";
    }

    private static void Equality(OperationAnalysisContext context, CovalentSymbols symbols, IBinaryOperation binary, IOperation left, IOperation right)
    {
        if (binary.LeftOperand.IsNull() || binary.RightOperand.IsNull() || left.IsNull() || right.IsNull())
        {
            return;
        }
        if (!IsInside(context, symbols))
        {
            Report(context, Rules.NodeEquality, binary.Syntax, binary.Text(), "Compare where the values are known: node.Select(x => x == …), or Gather(a, b).Select(p => p.Item1 == p.Item2).");
        }
        else if (!Converted(symbols, binary.LeftOperand) && !Converted(symbols, binary.RightOperand))
        {
            Report(context, Rules.NodeEquality, binary.Syntax, binary.Text(), "Write .Value on both sides.");
        }
    }

    private static bool Converted(CovalentSymbols symbols, IOperation operand) => operand is IConversionOperation conversion && (symbols.ReadsNode(conversion) || Converted(symbols, conversion.Operand));

    private static void Invocation(OperationAnalysisContext context, CovalentSymbols symbols)
    {
        var call = (IInvocationOperation)context.Operation;
        var node = call.Instance?.Written();
        var onNode = node is not null && symbols.IsTypedNode(node.Type) && call.TargetMethod.Name is "Equals" or "ToString";
        var intoText = call.TargetMethod.ContainingType is { SpecialType: SpecialType.System_String } or { Name: "Console" or "Debug" or "Trace" or "StringBuilder" };
        if (!onNode && !intoText || IsInside(context, symbols))
        {
            return;
        }
        if (intoText)
        {
            foreach (var value in call.Arguments.SelectMany(a => a.Given()))
            {
                Text(context, symbols, value);
            }
        }
        else if (call.TargetMethod.Name is "Equals")
        {
            Report(context, Rules.NodeEquality, call.Syntax, call.Text(), "Compare where the values are known: node.Select(x => x == …).");
        }
        else
        {
            Report(context, Rules.NodeText, node!.Syntax, node.Text());
        }
    }

    private static void AppendedText(OperationAnalysisContext context, CovalentSymbols symbols)
    {
        if (((IInterpolatedStringAppendOperation)context.Operation).AppendCall is IInvocationOperation { Arguments.Length: > 0 } append)
        {
            Text(context, symbols, append.Arguments[0].Value);
        }
    }

    private static void Text(OperationAnalysisContext context, CovalentSymbols symbols, IOperation shown)
    {
        if (!Converted(symbols, shown) && shown.Written() is var node && symbols.IsNode(node.Type) && !symbols.IsInsideElectron(node.Syntax, context.Operation.SemanticModel!))
        {
            Report(context, Rules.NodeText, node.Syntax, node.Text());
        }
    }

    private static bool ComparesOrCombinesNodes(IBinaryOperation binary) =>
        binary.OperatorMethod is null && binary.OperatorKind is not (BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr);

    private static bool IsInside(OperationAnalysisContext context, CovalentSymbols symbols) => symbols.IsInsideElectron(context.Operation.Syntax, context.Operation.SemanticModel!);

    private static string Short(IInvocationOperation call) => call.Text() is { Length: < 60 } text ? text : $"{call.TargetMethod.Name}(…)";

    private static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode place, params object[] words) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, place.GetLocation(), words));
}
