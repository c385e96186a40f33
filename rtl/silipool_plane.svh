// Distance on the plane of columns (docs/spec.md section 4), of two rows or two places. Included inside the
// modules that ask for it, as silipool_hash.svh is.
function automatic logic is_near(input logic [31:0] a, input logic [31:0] b, input logic [31:0] extent,
                                 input logic wrap, input logic [10:0] radius);
  logic [31:0] d;
  d = a > b ? a - b : b - a;
  if (wrap && extent - d < d) d = extent - d;
  is_near = d <= 32'(radius);
endfunction
